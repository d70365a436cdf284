import { type ChildProcess, spawn } from 'node:child_process'
import { shellOf } from '../../commands/index.ts'
import { toFsPath } from '../../paths/index.ts'
import type { RunOptions, StageCommand } from '../../running/index.ts'
import { connectOutput } from './connect-output.ts'

export interface StartedShell {
  readonly child: ChildProcess
  /** Resolves when the command has ended and its output was handed over; rejects where it could not be started. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>
}

/** Starts a command in the user's shell. */
export async function startShell({ command, folder, env }: StageCommand, options: RunOptions): Promise<StartedShell> {
  const { onOutput, onStart, readsInput } = options
  const [shell, ...words] = shellOf(env)
  const place = { cwd: toFsPath(folder).toString(), env: { ...env } }
  const output = onOutput === undefined ? undefined : await connectOutput(onOutput)
  const stdio = output === undefined ? 'inherit' : [readsInput === true ? ('inherit' as const) : ('ignore' as const), ...output.theirs]
  const child = spawn(shell, [...words, command], { ...place, stdio })
  const ended = waitForEnd(child)
  if (child.pid !== undefined) onStart?.(child.pid)
  output?.begin(child)
  const finish = async (): ReturnType<typeof waitForEnd> => {
    try {
      return await ended
    } finally {
      await output?.end()
    }
  }
  return { child, ended: finish() }
}

function waitForEnd(child: ChildProcess): StartedShell['ended'] {
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve({ code, signal }))
  })
}
