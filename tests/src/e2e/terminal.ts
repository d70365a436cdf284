import { spawn, spawnSync } from 'node:child_process'
import { bareEnvironment, fromSource } from './reprise.ts'

/** Python's way to a terminal. Ends as the command does, with 128 + n when signal n ended it. */
const PTY = `import os, pty, sys
code = os.waitstatus_to_exitcode(pty.spawn(["/bin/sh", "-c", sys.argv[1]]))
sys.exit(code if code >= 0 else 128 - code)`

/** What gives a program a terminal: `script` of util-linux, or Python. */
const ways = [
  (line: string): readonly [string, ...string[]] => ['script', '-qec', line, '/dev/null'],
  (line: string): readonly [string, ...string[]] => ['python3', '-c', PTY, line],
] as const

/** The first that works here. */
const way = ways.find((words) => {
  const [program, ...args] = words('test -t 0 && exit 7')
  return spawnSync(program, args, { stdio: ['pipe', 'ignore', 'ignore'] }).status === 7
})

/** Why there can be no terminal here, in the form that `requirePart` takes. */
export function findTerminal(): { readonly reason?: string } {
  return way === undefined ? { reason: 'neither script (util-linux) nor python3 is there' } : {}
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
    const [program, ...words] = (way ?? ways[0])(`stty cols ${columns} rows 24; exec ${command}`)
    const child = spawn(program, words, {
      env: { ...bareEnvironment(), TERM: 'xterm-256color', ...env },
      timeout: 240_000,
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
