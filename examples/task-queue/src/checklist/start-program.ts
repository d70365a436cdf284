import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { exampleFolder } from '../settings.ts'

/** A program of this example in a process of its own. */
export interface Program {
  readonly pid: number
  /** Resolves with the first output that matches; rejects with its output when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  stop(): Promise<void>
}

/** Starts a file below `src`. It ends with this process, too: it sees that the channel between them is gone. */
export function startProgram(file: string, env: Readonly<Record<string, string>>): Program {
  const program = join(exampleFolder, 'src', file)
  const child = spawn(process.execPath, [...process.execArgv, program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  const looks = new Set<() => void>()
  const collect = (text: string): void => {
    output += text
    looks.forEach((look) => look())
  }
  child.stdout?.setEncoding('utf8').on('data', collect)
  child.stderr?.setEncoding('utf8').on('data', collect)
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    pid: child.pid ?? 0,
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(output)
          if (found !== null) resolve(found)
        }
        looks.add(look)
        look()
        child.once('error', reject)
        void exited.then(() => reject(new Error(`${file} ended: ${output}`)))
      }),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await exited
    },
  }
}
