import { spawn } from 'node:child_process'

export interface RunOptions {
  cwd: string
  env: NodeJS.ProcessEnv
  /** Called with everything printed so far, whenever there is more. */
  onText?: (all: string) => void
}

/** Resolves with the exit code, 1 after a signal, and with stdout and stderr as they came. Ends the program after four minutes. */
export function runToEnd(program: string, args: readonly string[], options: RunOptions): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 4 * 60_000 })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        options.onText?.(output)
      })
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
