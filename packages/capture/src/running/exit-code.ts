import { constants } from 'node:os'

/** How a process ended, as Node tells it. */
export interface Ending {
  readonly exitCode: number | undefined
  readonly signal: NodeJS.Signals | undefined
}

/** What a shell exits with: 128 + the number of the signal that ended the command. */
export function toExitCode({ exitCode, signal }: Ending): number {
  return signal === undefined ? (exitCode ?? 1) : 128 + constants.signals[signal]
}
