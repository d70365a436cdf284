import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { FloorOptions } from './floor-thread.ts'

/** A thread per core that hashes as many bytes from memory as there would be in files. */
export class HashFloor implements AsyncDisposable {
  readonly #threads: readonly Worker[]

  private constructor(threads: readonly Worker[]) {
    this.#threads = threads
  }

  static async start(threads: number, options: FloorOptions): Promise<HashFloor> {
    const workers = Array.from(
      { length: threads },
      () => new Worker(new URL('./floor-thread.ts', import.meta.url), { workerData: options }),
    )
    await Promise.all(workers.map((worker) => once(worker, 'message')))
    return new HashFloor(workers)
  }

  /** Resolves when all threads together have hashed so many files, each its part. */
  async hash(files: number): Promise<void> {
    await Promise.all(
      this.#threads.map(async (worker) => {
        worker.postMessage(files / this.#threads.length)
        await once(worker, 'message')
      }),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#threads.map((worker) => worker.terminate()))
  }
}
