import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { root } from './repository.ts'

export interface ProgramResult {
  /** The exit code; 1 when the program was ended by a signal or by the time limit. */
  code: number
  stdout: string
  /** stdout and stderr in the order in which they arrived, without colours. */
  output: string
}

/** No static check needs minutes; one that hangs must not hold up the rest. */
const timeLimitInMilliseconds = 5 * 60_000

/** Runs a Node.js program, in the repository's root unless told otherwise, and collects what it prints. */
export function runNodeProgram(file: string, args: readonly string[], options: { cwd?: string } = {}): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], {
      cwd: options.cwd ?? root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
      timeout: timeLimitInMilliseconds,
    })
    let stdout = ''
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text))
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (signal !== null) output += `\n${file} was ended by ${signal}\n`
      resolve({ code: code ?? 1, stdout, output: stripVTControlCharacters(output) })
    })
  })
}
