import { RepriseError } from '@reprise/protocol'
import { splitCommands } from '../commands/index.ts'
import { addressOf, type Stage } from '../graph/index.ts'
import type { StageWork } from './stage-work.ts'
import type { CommandEnd, StageRunner } from '../runners/index.ts'

export interface CommandOptions {
  readonly runner: StageRunner
  readonly isDry: boolean
  /** Whether output comes as events instead of going to the terminal. */
  readonly isCaptured: boolean
}

/**
 * Runs the commands of a stage one after the other, each in a shell of its own, until one fails. Throws in DVC's words; when the user wants to end, it
 * waits for the command and throws the reason.
 */
export async function runCommands(work: StageWork, stage: Stage, { runner, isDry, isCaptured }: CommandOptions): Promise<void> {
  const { repository, view, show, tell } = work
  const address = addressOf(stage, show)
  await tell({ kind: 'running', stage })
  const env = { ...repository.env, DVC_ROOT: repository.env['DVC_ROOT'] ?? repository.root, DVC_STAGE: address }
  for (const command of splitCommands(stage.cmd ?? '')) {
    await tell({ kind: 'command', stage, command })
    if (isDry) continue
    let told = Promise.resolve()
    const hear = (stream: 'stdout' | 'stderr', bytes: Buffer): void => {
      told = told.then(() => tell({ kind: 'output', stage, stream, bytes }))
    }
    const end = await runner.run(
      { address, command, folder: view.pathOf({ at: stage.wdir }), env },
      {
        signal: repository.signal,
        onOutput: isCaptured ? hear : undefined,
      },
    )
    await told
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
