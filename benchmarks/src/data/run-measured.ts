import { spawn } from 'node:child_process'

/** What a process took, with those that it started. */
export interface Measured {
  readonly seconds: number
  readonly cpuSeconds: number
}

/** Runs a command to its end. Rejects when it fails. */
export function runMeasured(
  command: readonly string[],
  { folder, env }: { readonly folder: string; readonly env: NodeJS.ProcessEnv },
): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const script = 'TIMEFORMAT="measured %R %U %S"; time "$@"'
    const child = spawn('bash', ['-c', script, 'bash', ...command], {
      cwd: folder,
      env: { ...env, LC_ALL: 'C' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let text = ''
    child.stderr.on('data', (part: Buffer) => void (text += part.toString()))
    child.once('error', reject)
    child.once('close', (code) => {
      const [, seconds, user, system] = /measured ([\d.]+) ([\d.]+) ([\d.]+)\n$/.exec(text) ?? []
      if (code !== 0 || system === undefined) reject(new Error(`${command.join(' ')} ended with ${code}: ${text}`))
      else resolve({ seconds: Number(seconds), cpuSeconds: Number(user) + Number(system) })
    })
  })
}
