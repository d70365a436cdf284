import { spawn } from 'node:child_process'

/** What a process took, with those that it started and waited for. */
export interface Measured {
  readonly seconds: number
  readonly cpuSeconds: number
  /** Resident memory of the largest process at its peak. */
  readonly peakMegabytes: number
}

/** Node.js tells of the memory of no child; the system tells Python. */
const script = `
import json, os, resource, subprocess, sys, time
start = time.monotonic()
code = subprocess.call(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
seconds = time.monotonic() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
`

export interface MeasureOptions {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly python: string
}

/** Runs a command to its end. Rejects when it fails. */
export function runMeasured(command: readonly string[], { folder, env, python }: MeasureOptions): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-c', script, ...command], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let [said, text] = ['', '']
    child.stdout.on('data', (part: Buffer) => void (said += part.toString()))
    child.stderr.on('data', (part: Buffer) => void (text += part.toString()))
    child.once('error', reject)
    child.once('close', () => {
      const [code, seconds, cpuSeconds, peakMegabytes] = (said === '' ? [] : JSON.parse(said)) as number[]
      if (code !== 0 || seconds === undefined || cpuSeconds === undefined || peakMegabytes === undefined)
        reject(new Error(`${command.join(' ')} ended with ${code}: ${text}`))
      else resolve({ seconds, cpuSeconds, peakMegabytes })
    })
  })
}
