import { spawn } from 'node:child_process'

export interface ToolOptions {
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal | undefined
}

/** How a tool ended, and the end of what it said. */
export interface ToolEnd {
  readonly isDone: boolean
  readonly said: string
}

/** Milliseconds that installing may take. */
const LONGEST = 30 * 60_000
const KEPT = 4_000

/** Runs a tool to its end. Never rejects. */
export function runTool([program, ...args]: readonly [string, ...string[]], { folder, env, signal }: ToolOptions): Promise<ToolEnd> {
  return new Promise((finish) => {
    let said = ''
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST,
      ...(signal === undefined ? {} : { signal }),
    })
    const add = (text: string): void => void (said = (said + text).slice(-KEPT))
    child.stdout.setEncoding('utf8').on('data', add)
    child.stderr.setEncoding('utf8').on('data', add)
    child.on('error', (error) => finish({ isDone: false, said: error.message }))
    child.on('close', (code) => finish({ isDone: code === 0, said: said.trim() }))
  })
}
