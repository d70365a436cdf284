/** How many are begun at first; each that is done makes room for one more. A place that refuses all is asked little, and none is flooded at once. */
const FIRST = 16

export interface PoolOptions {
  /** How many at a time. */
  readonly jobs: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Does the work for each item, some at a time. The first rejection ends it: nothing more is begun, and it is passed on when what is under way has
 * ended. Rejects with the signal's reason when that ends it.
 */
export async function forEachOf<T>(items: Iterable<T>, work: (item: T) => Promise<void>, { jobs, signal }: PoolOptions): Promise<void> {
  const iterator = items[Symbol.iterator]()
  let failure: { readonly error: unknown } | undefined
  const workers: Promise<void>[] = []
  const run = async (): Promise<void> => {
    for (;;) {
      if (failure !== undefined || signal?.aborted === true) return
      const next = iterator.next()
      if (next.done === true) return
      try {
        await work(next.value)
        if (workers.length < jobs) workers.push(run())
      } catch (error) {
        failure ??= { error }
      }
    }
  }
  for (let count = 0; count < Math.max(1, Math.min(jobs, FIRST)); count++) workers.push(run())
  // More are added meanwhile.
  for (const worker of workers) await worker
  if (failure !== undefined) throw failure.error
  signal?.throwIfAborted()
}

/** Lets work begin while what is held in memory stays below a number of bytes; one piece of work may always hold more. */
export class MemoryBudget {
  readonly #limit: number
  #held = 0
  readonly #waiting: (() => void)[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  async hold<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    while (this.#held > 0 && this.#held + bytes > this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#held += bytes
    try {
      return await work()
    } finally {
      this.#held -= bytes
      for (const wake of this.#waiting.splice(0)) wake()
    }
  }
}
