import { spawn } from 'node:child_process'

export interface ProgramCall {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly folder?: string
  readonly signal: AbortSignal
}

/** What a program wrote, or why nothing is known: `missing`, `aborted`, or its last words. */
export type ProgramAnswer =
  | { readonly stdout: string; readonly trouble?: undefined }
  | { readonly stdout?: undefined; readonly trouble: string }

const LONGEST = 4 * 2 ** 20

/**
 * Runs a program that only prints something. Never rejects. At the signal it is killed and not waited for: a driver that hangs may keep it
 * from dying.
 */
export function runProgram(program: string, { args, env, folder, signal }: ProgramCall): Promise<ProgramAnswer> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    let stdout = ''
    let stderr = ''
    const end = (answer: ProgramAnswer): void => {
      signal.removeEventListener('abort', giveUp)
      resolve(answer)
    }
    const giveUp = (): void => {
      child.kill('SIGKILL')
      child.stdout.destroy()
      child.stderr.destroy()
      child.unref()
      end({ trouble: 'aborted' })
    }
    if (signal.aborted) return giveUp()
    signal.addEventListener('abort', giveUp)
    child.stdout.on('data', (bytes: Buffer) => (stdout.length < LONGEST ? (stdout += bytes.toString()) : giveUp()))
    child.stderr.on('data', (bytes: Buffer) => (stderr = (stderr + bytes.toString()).slice(-1_000)))
    child.on('error', (error: NodeJS.ErrnoException) => end({ trouble: error.code === 'ENOENT' ? 'missing' : error.message }))
    child.on('close', (code) => {
      if (code === 0) end({ stdout })
      else end({ trouble: (stderr.trim() || stdout.trim()).split('\n').at(-1)?.trim() || `it ended with ${code ?? 'a signal'}` })
    })
  })
}
