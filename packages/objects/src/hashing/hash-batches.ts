import { availableParallelism } from 'node:os'
import { setImmediate as yieldTurn } from 'node:timers/promises'
import type { HashAlgorithm } from './algorithms.ts'
import { type Batch, hashBatch, type HashedBatch } from './batch.ts'
import { type HashControl, Stopped } from './control.ts'
import { READ_BYTES } from './hash-file.ts'
import { runThread } from './run-thread.ts'

/** Bytes of files, and files, up to which starting threads takes longer than hashing here. */
const HERE_BYTES = 16 * 1024 * 1024
const HERE_FILES = 512

export interface BatchWork {
  readonly algorithms: readonly HashAlgorithm[]
  readonly batches: readonly Batch[]
  /** Bytes of all files, as far as known; decides whether threads are worth their start. */
  readonly totalBytes: number
  /** Default: one per core. */
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly control: HashControl
}

/** Called with each batch that is done, in any order. */
export type OnBatch = (batch: number, hashed: HashedBatch) => void

/** Hashes batches, on threads where that is worth it. Rejects with the reason of `signal`; then every thread has ended. */
export async function hashBatches(work: BatchWork, onBatch: OnBatch): Promise<void> {
  const { signal, control, batches, totalBytes } = work
  signal?.throwIfAborted()
  const stop = (): void => control.stop()
  signal?.addEventListener('abort', stop)
  try {
    const files = batches.reduce((sum, { paths }) => sum + paths.length, 0)
    await (totalBytes <= HERE_BYTES && files <= HERE_FILES ? hashHere(work, onBatch) : hashOnThreads(work, onBatch))
  } catch (error) {
    if (error instanceof Stopped) signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}

async function hashHere({ algorithms, batches, control }: BatchWork, onBatch: OnBatch): Promise<void> {
  const tools = { algorithms, buffer: Buffer.allocUnsafeSlow(READ_BYTES), onBytes: (bytes: number) => control.count(bytes) }
  for (const [index, batch] of batches.entries()) {
    if (control.isStopped) throw new Stopped()
    onBatch(index, hashBatch(batch, tools))
    await yieldTurn()
  }
}

/** One thread that fails ends all of them. */
async function hashOnThreads(work: BatchWork, onBatch: OnBatch): Promise<void> {
  const { batches, signal, threads = availableParallelism() } = work
  const failure = new AbortController()
  const ending = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal])
  const queue = new BatchQueue(batches)
  const runs = Array.from({ length: Math.min(threads, batches.length) }, () => runThread({ ...work, signal: ending }, queue, onBatch))
  try {
    await Promise.all(runs)
  } catch (error) {
    work.control.stop()
    failure.abort()
    await Promise.allSettled(runs)
    throw error
  }
}

/** What no thread has begun yet. */
export class BatchQueue {
  readonly #batches: readonly Batch[]
  #next = 0

  constructor(batches: readonly Batch[]) {
    this.#batches = batches
  }

  /** Whether a thread that is at work may take the next batch already. One large file is left for whichever thread is free first. */
  get mayBeTakenAhead(): boolean {
    return (this.#batches[this.#next]?.paths.length ?? 0) > 1
  }

  take(): { readonly index: number; readonly batch: Batch } | undefined {
    const batch = this.#batches[this.#next]
    return batch === undefined ? undefined : { index: this.#next++, batch }
  }
}
