import { RepriseError, toRepriseError } from '@reprise/protocol'
import { Requests } from './requests.ts'
import type { FromReader, LogLevel, ThreadOptions, ToReader } from './threads/messages.ts'
import { startThread, type Thread } from './threads/start-thread.ts'

/** Reads that may wait for a thread: beyond, callers are asked to come back. */
const MOST_WAITING = 512
const DEFAULT_DEADLINE = 60_000
/** How many threads may still be at work on reads that were given up: SQLite can not be interrupted. */
const MOST_ABANDONED = 2

type LogListener = (level: LogLevel, message: string) => void

export interface ReadOptions {
  /** Milliseconds, waiting included; Infinity for work that takes as long as it takes. */
  readonly deadline?: number | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
  /** A few rows: it does not wait behind reads that are not. */
  readonly quick?: boolean | undefined
}

interface Job extends Pick<ReadOptions, 'onProgress' | 'quick'> {
  readonly message: (id: number) => ToReader
  readonly resolve: (value: unknown) => void
  readonly reject: (error: RepriseError) => void
  /** Where it is at work. */
  reader: Reader | undefined
  timer: NodeJS.Timeout | undefined
}

/**
 * Threads that read, each one read at a time, started when first needed; one of them is kept for quick reads. A read that outlives its deadline is given up
 * together with its thread, which ends as soon as SQLite returns; another thread takes its place.
 */
export class ReaderPool {
  readonly #options: ThreadOptions
  readonly #onLog: LogListener
  readonly #size: number
  readonly #readers = new Set<Reader>()
  readonly #idle: Reader[] = []
  readonly #queue: Job[] = []
  /** Reads at work that are not quick. */
  #long = 0
  /** Threads that are there, being started, or abandoned beyond what may be replaced. */
  #started = 0
  #abandoned = 0
  #isClosed = false

  /** @param size how many threads; with one, quick reads wait like the others. */
  constructor(options: ThreadOptions, size: number, onLog: LogListener = () => {}) {
    this.#onLog = onLog
    this.#options = options
    this.#size = size
  }

  /** Reads; throws TEMPORARILY_UNAVAILABLE when that takes longer than the deadline, waiting included. */
  read(message: (id: number) => ToReader, { deadline = DEFAULT_DEADLINE, onProgress, quick }: ReadOptions = {}): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(unavailable('The store is closed.'))
    if (this.#queue.length >= MOST_WAITING) return Promise.reject(unavailable('Too many reads are waiting; try again.'))
    return new Promise((resolve, reject) => {
      const job: Job = { message, onProgress, quick, resolve, reject, reader: undefined, timer: undefined }
      if (deadline < Infinity) job.timer = setTimeout(() => this.#giveUp(job), deadline)
      this.#queue.push(job)
      this.#next()
    })
  }

  #next(): void {
    const index = this.#queue.findIndex((job) => job.quick === true || this.#long < Math.max(1, this.#size - 1))
    if (index < 0) return
    const reader = this.#idle.pop()
    if (reader !== undefined) for (const job of this.#queue.splice(index, 1)) void this.#work(reader, job)
    else if (this.#started < this.#size) {
      this.#started += 1
      void this.#start()
    }
  }

  async #start(): Promise<void> {
    try {
      const reader = await Reader.start(this.#options, this.#onLog)
      this.#readers.add(reader)
      this.#idle.push(reader)
      if (this.#isClosed) await reader.end()
    } catch (error) {
      this.#started -= 1
      const job = this.#queue.shift()
      clearTimeout(job?.timer)
      job?.reject(error as RepriseError)
    }
    this.#next()
  }

  async #work(reader: Reader, job: Job): Promise<void> {
    job.reader = reader
    if (job.quick !== true) this.#long += 1
    try {
      job.resolve(await reader.read(job.message, job.onProgress))
    } catch (error) {
      job.reject(error as RepriseError)
    }
    clearTimeout(job.timer)
    if (job.quick !== true) this.#long -= 1
    // An abandoned thread is counted where it is abandoned.
    if (!this.#readers.has(reader)) return
    if (reader.isAlive) this.#idle.push(reader)
    else {
      this.#readers.delete(reader)
      this.#started -= 1
    }
    this.#next()
  }

  #giveUp(job: Job): void {
    const { reader } = job
    job.reject(
      unavailable('The read took too long and was ended.', { hint: 'Ask for less: fewer experiments, a narrower filter, a smaller page.' }),
    )
    if (reader === undefined) this.#queue.splice(this.#queue.indexOf(job), 1)
    else this.#abandon(reader)
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

  /** Ends the threads and rejects what waits. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const job of this.#queue.splice(0)) {
      clearTimeout(job.timer)
      job.reject(unavailable('The store is closed.'))
    }
    await Promise.all([...this.#readers].map((reader) => reader.end()))
  }
}

/** One thread that reads. */
class Reader {
  readonly #requests = new Requests<unknown>()
  #thread: Thread<ToReader> | undefined
  #onProgress: ReadOptions['onProgress']
  #onLog: LogListener = () => {}
  isAlive = true

  static async start(options: ThreadOptions, onLog: LogListener): Promise<Reader> {
    const reader = new Reader()
    reader.#onLog = onLog
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
    if (message.kind === 'log') this.#onLog(message.level, message.message)
    if (message.kind === 'result') this.#requests.resolve(message.id, message.value)
    if (message.kind === 'failure' && message.id !== undefined)
      this.#requests.reject(message.id, toRepriseError(message.error, 'INTERNAL_ERROR'))
  }

  async end(): Promise<void> {
    this.isAlive = false
    await this.#thread?.end()
    this.#requests.rejectAll(unavailable('The store is closed.'))
  }
}

function unavailable(message: string, options: { readonly hint?: string } = {}): RepriseError {
  return new RepriseError('TEMPORARILY_UNAVAILABLE', message, options)
}
