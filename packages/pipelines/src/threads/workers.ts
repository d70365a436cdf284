import { availableParallelism } from 'node:os'
import { setImmediate as yieldTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { RepriseError } from '@reprise/protocol/errors'
import { toFileError } from '../paths/index.ts'
import type { Job, JobKind } from './job.ts'
import { type JobAnswer, type ResultOf, runJob } from './run-job.ts'
import type { ThreadAnswer } from './work-thread.ts'

/** Bytes up to which a single job is done on the thread that asks: a thread takes longer to start. */
const HERE_BYTES = 4 * 1024 * 1024
/** Jobs that a thread has at most: the one it works on and the next. */
const AHEAD = 2

/** A job with what it weighs. */
export interface Task<Kind extends JobKind> {
  readonly job: Extract<Job, { kind: Kind }>
  /** Bytes that have to be read or written, about. */
  readonly bytes: number
}

export interface Workers {
  /**
   * Does all jobs, in any order, and calls `onResult` with each as it ends. Tasks are taken from the source as threads become free, so it
   * may be endless. Rejects with what the system said of a job, with what `onResult` threw, or with the reason of the signal; no
   * other job begins then, and threads that work on nothing else are ended.
   */
  run<Kind extends JobKind>(
    tasks: Iterable<Task<Kind>>,
    onResult: (result: ResultOf<Kind>, job: Extract<Job, { kind: Kind }>) => void,
    signal?: AbortSignal,
  ): Promise<void>
  /** Starts the threads, for those who know that they will have much for them to do. */
  prepare(): void
  /** Ends the threads. Later jobs start others. */
  close(): Promise<void>
}

interface Running {
  readonly job: Job
  /** Whose job it is: one `run`. */
  readonly owner: symbol
  readonly settle: (answer: JobAnswer | Error) => void
}

/** Threads start from source in a checkout and from compiled files in a package. */
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './work-thread.ts' : './work-thread.js', import.meta.url)

/** Threads that are started when there is work and kept for more of it. They do not keep the process alive. */
export function createWorkers(options: { readonly threads?: number | undefined } = {}): Workers {
  return new ThreadWorkers(options.threads ?? availableParallelism())
}

class Thread {
  readonly running: Running[] = []
  readonly #worker: Worker
  isOver = false

  constructor() {
    this.#worker = new Worker(threadFile, { name: 'reprise-data', resourceLimits: { maxYoungGenerationSizeMb: 16 } })
    this.#worker.unref()
    this.#worker.on('message', (answer: ThreadAnswer) => this.#settle(answer))
    this.#worker.on('error', (error: Error) => this.#giveUp(error))
    this.#worker.on('exit', () => this.#giveUp(new Error('it ended')))
  }

  give(running: Running): void {
    this.running.push(running)
    this.#worker.ref()
    this.#worker.postMessage(running.job)
  }

  worksOnlyFor(owner: symbol): boolean {
    return this.running.length > 0 && this.running.every((one) => one.owner === owner)
  }

  async end(): Promise<void> {
    this.isOver = true
    await this.#worker.terminate()
  }

  #settle(answer: JobAnswer): void {
    const running = this.running.shift()
    if (this.running.length === 0) this.#worker.unref()
    running?.settle(answer)
  }

  #giveUp(error: Error): void {
    this.isOver = true
    for (const { settle } of this.running.splice(0)) settle(error)
  }
}

class ThreadWorkers implements Workers {
  readonly #limit: number
  #threads: Thread[] = []
  /** Runs that found no thread free. */
  readonly #waiting = new Set<() => void>()

  constructor(limit: number) {
    this.#limit = Math.max(1, limit)
  }

  async run<Kind extends JobKind>(
    tasks: Iterable<Task<Kind>>,
    onResult: (result: ResultOf<Kind>, job: Extract<Job, { kind: Kind }>) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const source = tasks[Symbol.iterator]()
    const first = source.next()
    if (first.done === true) return
    const second = source.next()
    signal?.throwIfAborted()
    if (second.done === true && first.value.bytes <= HERE_BYTES) {
      await yieldTurn()
      onResult(resultOf<Kind>(runJob(first.value.job)), first.value.job)
      return
    }
    const begun = second.done === true ? [first.value] : [first.value, second.value]
    await this.#runOnThreads(chain(begun, source), onResult, signal)
  }

  prepare(): void {
    while (this.#threads.length < this.#limit) this.#threads.push(new Thread())
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.end()))
  }

  #runOnThreads<Kind extends JobKind>(
    tasks: Iterator<Task<Kind>>,
    onResult: (result: ResultOf<Kind>, job: Extract<Job, { kind: Kind }>) => void,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      let running = 0
      let trouble: { readonly reason: unknown } | undefined
      let isEmpty = false
      const stop = (reason: unknown): void => {
        trouble ??= { reason }
      }
      const owner = Symbol('run')
      const onAbort = (): void => {
        stop(signal?.reason)
        fill()
        // A large file may take long: what is unfinished is nothing yet, so its thread can end anywhere.
        for (const thread of this.#threads) if (thread.worksOnlyFor(owner)) void thread.end()
      }
      signal?.addEventListener('abort', onAbort)
      const finish = (): void => {
        this.#waiting.delete(fill)
        signal?.removeEventListener('abort', onAbort)
        if (trouble === undefined) resolve()
        // What a signal or a callback gave as a reason is passed on as it is.
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors
        else reject(trouble.reason)
      }
      const settle = (job: Extract<Job, { kind: Kind }>, answer: JobAnswer | Error): void => {
        running--
        try {
          if (answer instanceof Error)
            throw new RepriseError('INTERNAL_ERROR', `A thread that works on data failed: ${answer.message}.`, { cause: answer })
          if (trouble === undefined) onResult(resultOf<Kind>(answer), job)
        } catch (error) {
          stop(error)
        }
        fill()
        // Those for which there is still no room wait again.
        const waiting = [...this.#waiting]
        for (const other of waiting) other()
      }
      const fill = (): void => {
        this.#waiting.delete(fill)
        try {
          while (trouble === undefined && !isEmpty) {
            if (!this.#hasRoom()) {
              this.#waiting.add(fill)
              break
            }
            const next = tasks.next()
            if (next.done === true) {
              isEmpty = true
              break
            }
            const { job } = next.value
            running++
            this.#freeThread().give({ job, owner, settle: (answer) => settle(job, answer) })
          }
        } catch (error) {
          stop(error)
        }
        if (running === 0 && (isEmpty || trouble !== undefined)) finish()
      }
      fill()
    })
  }

  /** Whether there is a thread that does not have enough to do, or may be. */
  #hasRoom(): boolean {
    this.#threads = this.#threads.filter((thread) => !thread.isOver)
    return this.#threads.length < this.#limit || this.#threads.some(({ running }) => running.length < AHEAD)
  }

  /** The thread with the least to do, where there is room. */
  #freeThread(): Thread {
    const idle = this.#threads.find(({ running }) => running.length === 0)
    if (idle !== undefined) return idle
    const found = this.#threads.length < this.#limit ? undefined : this.#threads.find(({ running }) => running.length < AHEAD)
    if (found !== undefined) return found
    const thread = new Thread()
    this.#threads.push(thread)
    return thread
  }
}

function resultOf<Kind extends JobKind>(answer: JobAnswer): ResultOf<Kind> {
  if ('result' in answer) return answer.result as ResultOf<Kind>
  const { code, path, message } = answer.failure
  throw toFileError(Object.assign(new Error(message), { code }), path)
}

function* chain<T>(begun: readonly T[], rest: Iterator<T>): Generator<T> {
  yield* begun
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value
}
