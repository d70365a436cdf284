import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { RepriseError } from '@reprise/protocol/errors'
import type { CommandEnd, RunOptions } from '../running/index.ts'
import type { Engine, JobState, SubmittedJob } from './engine.ts'
import { type JobEnd, type JobFolder, RENEWAL } from './job-folder.ts'
import { Tail } from './tail.ts'

/** Milliseconds between looks into the job's folder. */
const PACE = 100
/** Milliseconds that files may take to come from another machine, and that a command gets to end when it is told to; less for the impatient. */
const DELAY = 5_000
const GRACE = 10_000
/** Milliseconds that an engine may take to answer. */
const ANSWER = 20_000

export interface JobOptions extends RunOptions {
  /** The stage. */
  readonly address: string
  /** Seconds that the engine may be deaf. */
  readonly patience: number
}

/**
 * Runs a job on an engine to its end. How it ended is known from its folder alone; the engine is asked so that a job which it has lost, or never starts, does not
 * keep us waiting for ever. Rejects where the command was not started, or its end is not known: it was told to end then.
 */
export async function runJob(engine: Engine, job: JobFolder, options: JobOptions): Promise<CommandEnd> {
  const lease = setInterval(() => renew(job), Math.min(RENEWAL, options.patience * 250))
  const onAbort = (): void => job.tell(nameOf(options.signal.reason))
  options.signal.addEventListener('abort', onAbort)
  let submitted: SubmittedJob | undefined
  try {
    submitted = await submit(engine, job, options.address)
    if (options.signal.aborted) onAbort()
    return toCommandEnd(await new Following({ engine, job, submitted, options }).untilEnd(), options)
  } finally {
    clearInterval(lease)
    options.signal.removeEventListener('abort', onAbort)
    await submitted?.forget().catch(() => undefined)
    job.remove()
  }
}

/** The folder may be out of reach for a moment; when it stays so, the looks into it say so. */
function renew(job: JobFolder): void {
  try {
    job.renew()
  } catch {
    return
  }
}

async function submit(engine: Engine, job: JobFolder, address: string): Promise<SubmittedJob> {
  try {
    return await engine.submit(job, address)
  } catch (cause) {
    if (cause instanceof RepriseError) throw cause
    throw new RepriseError('TEMPORARILY_UNAVAILABLE', `${engine.name} does not take the command of '${address}': ${messageOf(cause)}`, {
      cause,
    })
  }
}

interface Followed {
  readonly engine: Engine
  readonly job: JobFolder
  readonly submitted: SubmittedJob
  readonly options: JobOptions
}

class Following {
  readonly #followed: Followed
  readonly #tails: readonly Tail[]
  #answered = Date.now()
  #isCancelled = false
  #told = ''

  constructor(followed: Followed) {
    this.#followed = followed
    const { engine, job, options } = followed
    const hear = options.onOutput
    this.#tails =
      engine.follow !== undefined || hear === undefined
        ? []
        : (['stdout', 'stderr'] as const).map((stream) => new Tail(job.output[stream], (bytes) => hear(stream, bytes)))
  }

  async untilEnd(): Promise<JobEnd> {
    const { engine, job, options } = this.#followed
    const log = engine.follow?.(job, async (bytes) => options.onOutput?.('stdout', bytes))
    try {
      const end = await this.#wait()
      await this.#drain()
      await log?.end()
      return end
    } finally {
      log?.[Symbol.dispose]()
    }
  }

  async #wait(): Promise<JobEnd> {
    const { engine, job, options } = this.#followed
    for (let next = 0; ;) {
      const { end } = job
      await this.#drain()
      if (end !== undefined) return end
      if (options.signal.aborted && !this.#isCancelled && !job.isBegun) await this.#cancel()
      if (Date.now() >= next) {
        const state = await this.#look()
        if (state?.kind === 'over') return this.#settle(state.reason)
        if (state?.kind === 'waiting') await this.#tellOfWaiting(state.why)
        next = Date.now() + engine.interval
      }
      await sleep(PACE)
    }
  }

  async #look(): Promise<JobState | undefined> {
    const { submitted, options } = this.#followed
    try {
      const state = await Promise.race([submitted.look(), rejectLate()])
      this.#answered = Date.now()
      return state
    } catch (cause) {
      const seconds = Math.round((Date.now() - this.#answered) / 1_000)
      return seconds < options.patience ? undefined : { kind: 'over', reason: `it has not answered for ${seconds} s (${messageOf(cause)})` }
    }
  }

  /** The engine does nothing with it any more, or can not be asked. */
  async #settle(reason: string): Promise<JobEnd> {
    const { engine, job, options } = this.#followed
    if (options.signal.aborted && !job.isBegun) return { kind: 'lost', reason }
    const late = await this.#endWithin(DELAY)
    if (late !== undefined) return late
    const wasBegun = job.isBegun
    job.tell(wasBegun ? 'TERM' : 'KILL')
    await this.#cancel()
    const end = wasBegun ? await this.#endWithin(GRACE) : undefined
    if (options.signal.aborted) return end ?? { kind: 'lost', reason }
    throw new RepriseError('TEMPORARILY_UNAVAILABLE', `${engine.name} lost the command of '${options.address}': ${reason}`, {
      hint: wasBegun
        ? 'What was left of it has been told to end; run `reprise repro` again.'
        : 'It was not started; run `reprise repro` again.',
    })
  }

  async #endWithin(milliseconds: number): Promise<JobEnd | undefined> {
    const most = Math.min(milliseconds, this.#followed.options.patience * 2_000)
    for (const deadline = Date.now() + most; Date.now() < deadline; await sleep(PACE)) {
      await this.#drain()
      if (this.#followed.job.end !== undefined) return this.#followed.job.end
    }
    return undefined
  }

  async #cancel(): Promise<void> {
    this.#isCancelled = true
    // The script finds out by itself when the engine can not be told.
    await this.#followed.submitted.cancel().catch(() => undefined)
  }

  async #drain(): Promise<void> {
    for (const tail of this.#tails) await tail.drain()
  }

  async #tellOfWaiting(why: string | undefined): Promise<void> {
    if (why === undefined || why === this.#told) return
    this.#told = why
    await this.#followed.options.onOutput?.('stderr', Buffer.from(`reprise: ${why}\n`))
  }
}

function toCommandEnd(end: JobEnd, { signal, address }: JobOptions): CommandEnd {
  if (end.kind === 'exited') return end
  if (signal.aborted) return { kind: 'killed', signal: 'SIGTERM', number: constants.signals.SIGTERM }
  if (end.kind === 'failed') throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `the command of '${address}' was not started: ${end.reason}`)
  throw new RepriseError('TEMPORARILY_UNAVAILABLE', `the command of '${address}' was ended: ${end.reason}`)
}

async function rejectLate(): Promise<never> {
  await sleep(ANSWER, undefined, { ref: false })
  throw new Error('no answer')
}

function nameOf(reason: unknown): 'INT' | 'HUP' | 'TERM' {
  return reason === 'SIGINT' ? 'INT' : reason === 'SIGHUP' ? 'HUP' : 'TERM'
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
