import { execFile } from 'node:child_process'

/** What a program wrote to stdout, and in `failure` why it did not end with 0: its last lines, or why it could not be started. */
export interface ProgramResult {
  readonly stdout: string
  readonly failure?: string
}

/** Runs a program to its end, at most `timeoutMs`. Never rejects. */
export function runProgram(program: string, args: readonly string[], timeoutMs: number): Promise<ProgramResult> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: timeoutMs, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) resolve({ stdout, failure: (lastLines(stderr) || error.message).replaceAll('\n', ' ') })
      else resolve({ stdout })
    })
  })
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-4).join('\n').slice(-600)
}
