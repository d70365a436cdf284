import { RepriseError } from '@reprise/protocol/errors'
import { splitCommands } from '../commands/index.ts'
import { addressOf, type Stage } from '../graph/index.ts'
import type { StageWork } from './stage-work.ts'
import type { CommandEnd, StageRunner } from '../running/index.ts'

export interface CommandOptions {
  readonly runner: StageRunner
  readonly isDry: boolean
  /** Whether output comes as events instead of going to the terminal. */
  readonly isCaptured: () => boolean
  /** Whether commands may read from our standard input all the same. */
  readonly readsInput: boolean
  /** A command under what watches it. */
  readonly wrap: ((stage: Stage, command: string) => string) | undefined
  /** Variables that the commands of a stage get besides. */
  readonly variablesOf: ((stage: Stage) => Readonly<Record<string, string>>) | undefined
}

/**
 * Runs the commands of a stage one after the other, each in a shell of its own, until one fails. Throws in DVC's words; when the user wants to end, it
 * waits for the command and throws the reason.
 */
export async function runCommands(work: StageWork, stage: Stage, options: CommandOptions): Promise<void> {
  const { runner, isDry, isCaptured, readsInput } = options
  const { repository, view, show, tell } = work
  const address = addressOf(stage, show)
  await tell({ kind: 'running', stage })
  const added = isDry ? {} : options.variablesOf?.(stage)
  const env = { ...repository.env, DVC_ROOT: repository.env['DVC_ROOT'] ?? repository.root, DVC_STAGE: address, ...added }
  for (const command of splitCommands(stage.cmd ?? '')) {
    await tell({ kind: 'command', stage, command })
    if (isDry) continue
    let told = Promise.resolve()
    const hear = (stream: 'stdout' | 'stderr', bytes: Buffer): Promise<void> =>
      (told = told.then(() => tell({ kind: 'output', stage, stream, bytes })))
    const end = await runner.run(
      { address, command: options.wrap?.(stage, command) ?? command, folder: view.pathOf({ at: stage.wdir }), env },
      {
        signal: repository.signal,
        onOutput: isCaptured() ? hear : undefined,
        readsInput,
        onStart: (pid) => void tell({ kind: 'process', stage, pid }),
      },
    )
    await told
    await tell({ kind: 'exited', stage, end })
    repository.signal.throwIfAborted()
    assertSucceeded(command, end)
  }
}

function assertSucceeded(command: string, end: CommandEnd): void {
  if (end.kind === 'exited' && end.code === 0) return
  // Python tells of a signal as a negative code.
  const code = end.kind === 'exited' ? end.code : -end.number
  throw new RepriseError('INVALID_PARAMETER_VALUE', `failed to run: ${command}, exited with ${code}`)
}
