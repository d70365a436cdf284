import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'
import { bareEnvironment, fromSource, type Ended } from '../../e2e/reprise.ts'
import type { Place } from './place.ts'

export interface KilledOrEnded extends Ended {
  readonly isKilled: boolean
  readonly milliseconds: number
}

export interface Killing {
  /** Milliseconds after the start; undefined: it is left alone. */
  readonly after: number | undefined
  /** Words before the command, such as a tracer that kills it. */
  readonly within?: readonly string[]
}

/** Runs a command of `reprise` in a process group of its own and ends the whole group with signal 9. */
export function runAndKill(place: Place, args: readonly string[], { after, within = [] }: Killing): Promise<KilledOrEnded> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const [command = '', ...words] = [...within, process.execPath, ...fromSource, ...args]
    const child = spawn(command, words, {
      cwd: place.folder,
      env: { ...bareEnvironment(), ...place.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    const kill = (): void => {
      if (child.pid === undefined || child.exitCode !== null) return
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch {
        // It has ended by itself.
      }
    }
    const timer = after === undefined ? undefined : setTimeout(kill, after)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      kill()
      resolve({ code: code ?? 137, isKilled: signal === 'SIGKILL', stdout, stderr, milliseconds: performance.now() - started })
    })
  })
}
