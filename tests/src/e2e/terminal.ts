import { spawn, spawnSync } from 'node:child_process'
import { bareEnvironment, fromSource } from './reprise.ts'

/** Of util-linux: gives a program a terminal. */
const PROGRAM = 'script'

/** Why there can be no terminal here, in the form that `requirePart` takes. */
export function findTerminal(): { readonly reason?: string } {
  const { stdout } = spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' })
  return /util-linux/.test(stdout ?? '') ? {} : { reason: 'it is not installed' }
}

export interface Dialogue {
  /** When to type: once the terminal shows this, or once this has happened. */
  readonly when?: RegExp | Promise<unknown>
  /** What is typed then; `\u0003` is Ctrl-C. */
  readonly type?: string
  /** Of the terminal; default 80. */
  readonly columns?: number
  readonly env?: Readonly<Record<string, string>>
}

/** What the terminal was sent, and how the command ended. */
export interface Seen {
  readonly code: number | null
  readonly output: string
}

/** Runs a command on a terminal of its own. */
export function onTerminal(args: readonly string[], { when, type = '', columns = 80, env = {} }: Dialogue): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const command = [process.execPath, ...fromSource, ...args].map((word) => `'${word}'`).join(' ')
    const child = spawn(PROGRAM, ['-qec', `stty cols ${columns} rows 24; exec ${command}`, '/dev/null'], {
      env: { ...bareEnvironment(), TERM: 'xterm-256color', ...env },
      timeout: 60_000,
    })
    let output = ''
    let hasTyped = false
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (hasTyped || !(when instanceof RegExp) || !when.test(output)) return
      hasTyped = true
      child.stdin.write(type)
    })
    if (when instanceof Promise) void when.then(() => child.stdin.write(type))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output: output.replaceAll('\r\n', '\n') }))
  })
}
