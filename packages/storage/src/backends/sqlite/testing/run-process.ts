import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Starts a program of this folder in a process of its own; resolves with its first line. */
export async function startProgram(
  name: string,
  args: readonly string[],
  options: { readonly uid?: number } = {},
): Promise<{ readonly process: ChildProcess; readonly line: string }> {
  const file = fileURLToPath(new URL(name, import.meta.url))
  const child = spawn(process.execPath, ['--conditions=@reprise/source', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  })
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  return { process: child, line: chunk.toString('utf8').trim() }
}

/** Ends a process as a crash would, and waits until it is gone. */
export async function kill9(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
