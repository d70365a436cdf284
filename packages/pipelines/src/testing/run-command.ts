import type { CommandEnd, RunOptions, StageRunner } from '../running/index.ts'

export interface RanCommand {
  /** How it ended; or why it did not run to an end. */
  readonly end: CommandEnd | string
  readonly output: string
}

interface Surroundings {
  readonly folder: string
  readonly signal?: AbortSignal
  readonly env?: Readonly<Record<string, string>>
  /** Hears all output so far whenever there is more. */
  readonly onOutput?: (output: string) => void
}

/** Runs one command of a stage `train` in a folder; answers how it ended and what it wrote. */
export async function runCommand(
  runner: StageRunner,
  command: string,
  { folder, signal, env = {}, onOutput }: Surroundings,
): Promise<RanCommand> {
  let output = ''
  const options: RunOptions = {
    signal: signal ?? new AbortController().signal,
    onOutput: (stream, bytes) => {
      output += bytes.toString().replaceAll(/^(?=.)/gm, stream === 'stderr' ? '! ' : '')
      onOutput?.(output)
    },
  }
  try {
    const end = await runner.run({ address: 'train', command, folder, env: { SHELL: '/bin/sh', ...env } }, options)
    return { end, output }
  } catch (error) {
    return { end: error instanceof Error ? error.message : String(error), output }
  }
}
