import { type Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '@kubernetes/client-node'
import { CONTAINER } from './manifest.ts'

/** Milliseconds between attempts, and that the rest of a log may take to come. */
const PAUSE = 500
const REST = 10_000

export interface PodLogOptions {
  readonly log: Log
  readonly namespace: string
  /** The name of the pod, as soon as its container has started. */
  readonly startedPod: () => Promise<string | undefined>
  readonly hear: (bytes: Buffer) => Promise<void>
}

/**
 * Follows the log of a pod. A connection that breaks is made again: the log is then read from its beginning, and what was heard is passed over. The container
 * writes both streams into it.
 */
export function followPodLog(options: PodLogOptions): Disposable & { end(): Promise<void> } {
  const stopped = new AbortController()
  let isOver = false
  const done = follow(options, stopped.signal, () => isOver)
  return {
    async end() {
      isOver = true
      await Promise.race([done, sleep(REST, undefined, { ref: false, signal: stopped.signal }).catch(() => undefined)])
    },
    [Symbol.dispose]: () => stopped.abort(),
  }
}

async function follow(options: PodLogOptions, stopped: AbortSignal, isOver: () => boolean): Promise<void> {
  let heard = 0
  while (!stopped.aborted) {
    // Asked first: what was written before the end is in the log that is read after it.
    const isLast = isOver()
    try {
      const pod = await options.startedPod()
      if (pod !== undefined) heard = await readLog(options, pod, { heard, stopped })
    } catch {
      // The pod may just be starting, or the server be away: the state of the job tells of that.
    }
    if (isLast) return
    await sleep(PAUSE, undefined, { ref: false })
  }
}

/** Reads a log until it ends, and answers how much of it was heard in all. */
async function readLog(
  { log, namespace, hear }: PodLogOptions,
  pod: string,
  { heard, stopped }: { heard: number; readonly stopped: AbortSignal },
): Promise<number> {
  let passed = 0
  const stream = new Writable({
    write: (bytes: Buffer, _encoding, done) => {
      const skip = Math.min(Math.max(heard - passed, 0), bytes.length)
      passed += bytes.length
      if (skip === bytes.length) return done()
      heard += bytes.length - skip
      void settle(hear(bytes.subarray(skip)), done)
    },
  })
  // The client pipes what it reads into the stream, and would let this process die of a connection that breaks.
  stream.once('pipe', (source: Readable) => source.once('error', () => stream.destroy()))
  const closed = new Promise<void>((resolve) => {
    stream.once('close', resolve).once('error', () => resolve())
  })
  const request = await log.log(namespace, pod, CONTAINER, stream, { follow: true })
  const onStop = (): void => request.abort()
  stopped.addEventListener('abort', onStop)
  if (stopped.aborted) onStop()
  await closed
  stopped.removeEventListener('abort', onStop)
  return heard
}

async function settle(heard: Promise<void>, done: (error?: Error) => void): Promise<void> {
  try {
    await heard
    done()
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)))
  }
}
