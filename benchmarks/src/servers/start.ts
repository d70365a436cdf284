import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { startTethered, type TetheredProcess } from '@reprise/testing'
import { listTree, type Memory, readCpuSeconds, readMemory, readWrittenBytes } from './process-tree.ts'

/** A server under measurement. Disposing of it stops it; it also ends when this process does, in whatever way. */
export interface Server extends AsyncDisposable {
  readonly url: URL
  /** Milliseconds from spawning to the first answer of `/health`. */
  readonly startMilliseconds: number
  /** The process and all it has started by now. */
  processes(): readonly number[]
  /** CPU seconds so far, of all of them. */
  cpuSeconds(): number
  /** Bytes written to files so far, by all of them. */
  writtenBytes(): number
  memory(): Memory
}

export interface ServerCommand {
  /** Arguments of Node.js: options, the program, its arguments. */
  readonly args: readonly string[]
  /** Beside this process' own environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Removed when this process dies without having stopped the server. */
  readonly folder: string
}

const addressPattern = /http:\/\/127\.0\.0\.1:\d+/
const POLL_MILLISECONDS = 3
const LONGEST_START = 60_000

/** Runs a program with this Node.js and waits until it prints its address and answers there. */
export async function startServer({ args, env, folder }: ServerCommand): Promise<Server> {
  const started = performance.now()
  const child = await startTethered({
    command: process.execPath,
    args,
    // A reprise.toml of the current folder is not meant for this server.
    cwd: tmpdir(),
    env: { ...process.env, ...env },
    removeOnDeath: folder,
  })
  const url = await waitForAnswer(child, started)
  const processes = (): number[] => listTree(child.pid)
  return {
    url,
    startMilliseconds: performance.now() - started,
    processes,
    cpuSeconds: () => readCpuSeconds(processes()),
    writtenBytes: () => readWrittenBytes(processes()),
    memory: () => readMemory(processes()),
    [Symbol.asyncDispose]: async () => void (await child.stop()),
  }
}

async function waitForAnswer(child: TetheredProcess, started: number): Promise<URL> {
  let code: number | undefined
  void child.exited.then((ended) => (code = ended))
  while (code === undefined && performance.now() - started < LONGEST_START) {
    const address = addressPattern.exec(child.output())?.[0]
    if (address !== undefined && (await isHealthy(address))) return new URL(address)
    await sleep(POLL_MILLISECONDS)
  }
  await child.stop({ graceMs: 1_000 })
  throw new Error(`the server did not start (exit code ${code ?? 'none yet'}):\n${child.output().slice(-2_000)}`)
}

async function isHealthy(address: string): Promise<boolean> {
  const response = await fetch(`${address}/health`).catch(() => undefined)
  await response?.arrayBuffer()
  return response?.ok === true
}
