import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A server process under measurement. */
export interface Started {
  readonly url: URL
  /** Milliseconds from spawning to its address. */
  readonly startMilliseconds: number
  /** CPU seconds, user and system, all threads, so far. */
  cpuSeconds(): number
  /** Proportional set size in megabytes: shared pages are counted by share. */
  memoryMegabytes(): number
  stop(): Promise<void>
}

const CLOCK_TICKS = 100
const addressPattern = /http:\/\/127\.0\.0\.1:\d+/

/** Starts a program with this Node.js and waits until it prints its address. */
export async function startServer(program: string, args: readonly string[]): Promise<Started> {
  const started = performance.now()
  const child = spawn(process.execPath, [...process.execArgv, program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = new URL(await readAddress(child))
  const pid = child.pid ?? 0
  return {
    url,
    startMilliseconds: performance.now() - started,
    cpuSeconds: () => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS
    },
    memoryMegabytes: () => Number(/^Pss: +(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1_024,
    stop: () => stop(child),
  }
}

function readAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const address = addressPattern.exec(text)?.[0]
      if (address !== undefined) resolve(address)
    })
    child.on('exit', (code) => reject(new Error(`the server ended with exit code ${code}`)))
  })
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.on('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
