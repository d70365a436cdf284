import { Worker } from 'node:worker_threads'
import { RepriseError } from '@reprise/protocol/errors'
import type { HashedBatch } from './batch.ts'
import { Stopped } from './control.ts'
import type { BatchQueue, BatchWork, OnBatch } from './hash-batches.ts'
import type { HashThreadOptions } from './hash-thread.ts'

/** Batches that a thread has at most: the one it works on and the next, so that it never waits for us. */
const AHEAD = 2

/** Threads start from source in a checkout and from compiled files in a package. */
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './hash-thread.ts' : './hash-thread.js', import.meta.url)

/** Has one thread take batches until none is left. Whether it resolves or rejects, the thread has ended then. */
export async function runThread({ algorithms, control, signal }: BatchWork, queue: BatchQueue, onBatch: OnBatch): Promise<void> {
  const workerData: HashThreadOptions = { algorithms, control: control.memory }
  const worker = new Worker(threadFile, { name: 'reprise-hash', workerData, resourceLimits: { maxYoungGenerationSizeMb: 16 } })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const given: number[] = []
  const give = (): void => {
    while (given.length === 0 || (given.length < AHEAD && queue.mayBeTakenAhead)) {
      const taken = queue.take()
      if (taken === undefined) break
      given.push(taken.index)
      worker.postMessage(taken.batch)
    }
    if (given.length === 0) resolve()
  }
  const receive = (hashed: HashedBatch): void => {
    const index = given.shift()
    give()
    if (index !== undefined) onBatch(index, hashed)
  }
  const giveUp = (): void => reject(new Stopped())
  worker.on('message', (hashed: HashedBatch) => {
    if (control.isStopped) return
    try {
      receive(hashed)
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)))
    }
  })
  worker.on('error', (error: Error) => reject(failed(error.message, error)))
  worker.on('exit', () => reject(failed('it ended')))
  signal?.addEventListener('abort', giveUp)
  try {
    give()
    if (signal?.aborted === true) giveUp()
    await promise
  } finally {
    signal?.removeEventListener('abort', giveUp)
    await worker.terminate()
  }
}

function failed(why: string, cause?: Error): RepriseError {
  return new RepriseError('INTERNAL_ERROR', `A thread that hashes files failed: ${why}.`, { cause })
}
