import { RepriseError, toRepriseError } from '@reprise/protocol'
import { Requests } from './requests.ts'
import type { FromReader, ThreadOptions, ToReader } from './threads/messages.ts'
import { startThread, type Thread } from './threads/start-thread.ts'

/** Reads that may wait for a thread: beyond, callers are asked to come back. */
const MOST_WAITING = 512
const DEFAULT_DEADLINE = 60_000
/** How many threads may still be at work on reads that were given up: SQLite can not be interrupted. */
const MOST_ABANDONED = 2

export interface ReadOptions {
  /** Milliseconds, waiting included; Infinity for work that takes as long as it takes. */
  readonly deadline?: number | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

interface Job extends Pick<ReadOptions, 'onProgress'> {
  readonly message: (id: number) => ToReader
  /** Monotonic time. */
  readonly deadline: number
  readonly resolve: (value: unknown) => void
  readonly reject: (error: RepriseError) => void
}

/**
 * Threads that read, each one read at a time. A read that outlives its deadline is given up together with its thread,
 * which ends as soon as SQLite returns; another thread takes its place.
 */
export class ReaderPool {
  readonly #options: ThreadOptions
  readonly #size: number
  readonly #idle: Reader[] = []
  readonly #queue: Job[] = []
  #started = 0
  #abandoned = 0
  #isClosed = false
  readonly #readers = new Set<Reader>()

  constructor(options: ThreadOptions, size: number) {
    this.#options = options
    this.#size = size
  }

  /** Reads; throws TEMPORARILY_UNAVAILABLE when it takes longer than `deadline` milliseconds, waiting included. */
  read(message: (id: number) => ToReader, { deadline = DEFAULT_DEADLINE, onProgress }: ReadOptions = {}): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(new RepriseError('TEMPORARILY_UNAVAILABLE', 'The store is closed.'))
    if (this.#queue.length >= MOST_WAITING)
      return Promise.reject(new RepriseError('TEMPORARILY_UNAVAILABLE', 'Too many reads are waiting; try again.'))
    return new Promise((resolve, reject) => {
      this.#queue.push({ message, deadline: performance.now() + deadline, onProgress, resolve, reject })
      this.#next()
    })
  }

  #next(): void {
    const job = this.#queue[0]
    if (job === undefined) return
    const reader = this.#idle.pop()
    if (reader !== undefined) {
      this.#queue.shift()
      void this.#work(reader, job)
    } else if (this.#started < this.#size) {
      this.#started += 1
      void this.#start()
    }
  }

  async #start(): Promise<void> {
    try {
      const reader = await Reader.start(this.#options)
      this.#readers.add(reader)
      this.#idle.push(reader)
      this.#next()
    } catch (error) {
      this.#started -= 1
      this.#queue.shift()?.reject(error as RepriseError)
    }
  }

  async #work(reader: Reader, job: Job): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => {
      if (job.deadline < Infinity) timer = setTimeout(() => resolve('late'), Math.max(0, job.deadline - performance.now()))
    })
    try {
      const answer = reader.read(job.message, job.onProgress)
      const first = await Promise.race([answer, late])
      if (first === 'late') {
        answer.catch(() => {})
        this.#abandon(reader)
        job.reject(tooLate())
        return
      }
      job.resolve(first)
    } catch (error) {
      job.reject(error as RepriseError)
    } finally {
      clearTimeout(timer)
    }
    if (reader.isAlive) this.#idle.push(reader)
    else this.#forget(reader)
    this.#next()
  }

  #abandon(reader: Reader): void {
    this.#readers.delete(reader)
    this.#abandoned += 1
    const isReplaced = this.#abandoned <= MOST_ABANDONED
    if (isReplaced) this.#started -= 1
    void reader.end().then(() => {
      this.#abandoned -= 1
      if (!isReplaced) this.#started -= 1
      this.#next()
    })
    this.#next()
  }

  #forget(reader: Reader): void {
    this.#readers.delete(reader)
    this.#started -= 1
  }

  /** Finishes nothing: ends the threads and rejects what waits. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const job of this.#queue.splice(0)) job.reject(new RepriseError('TEMPORARILY_UNAVAILABLE', 'The store is closed.'))
    await Promise.all([...this.#readers].map((reader) => reader.end()))
  }
}

/** One thread that reads. */
class Reader {
  readonly #requests = new Requests<unknown>()
  #thread: Thread<ToReader> | undefined
  #onProgress: ReadOptions['onProgress']
  isAlive = true

  static async start(options: ThreadOptions): Promise<Reader> {
    const reader = new Reader()
    reader.#thread = await startThread<ToReader, FromReader>('reader', options, {
      onMessage: (message) => reader.#receive(message),
      onDeath: (error) => {
        reader.isAlive = false
        reader.#requests.rejectAll(error)
      },
    })
    return reader
  }

  read(message: (id: number) => ToReader, onProgress: ReadOptions['onProgress']): Promise<unknown> {
    this.#onProgress = onProgress
    return this.#requests.open((id) => this.#thread?.post(message(id)))
  }

  #receive(message: FromReader): void {
    if (message.kind === 'progress') this.#onProgress?.(message.done, message.total)
    if (message.kind === 'result') this.#requests.resolve(message.id, message.value)
    if (message.kind === 'failure' && message.id !== undefined)
      this.#requests.reject(message.id, toRepriseError(message.error, 'INTERNAL_ERROR'))
  }

  async end(): Promise<void> {
    this.isAlive = false
    await this.#thread?.end()
  }
}

function tooLate(): RepriseError {
  return new RepriseError('TEMPORARILY_UNAVAILABLE', 'The read took too long and was ended.', {
    hint: 'Ask for less: fewer experiments, a narrower filter, a smaller page.',
  })
}
