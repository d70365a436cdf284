import type { RepriseError } from '@reprise/protocol'
import { toStoreError } from '../file/errors.ts'
import type { StoreLock } from '../file/lock.ts'
import { unpackCalls } from '../threads/call-frames.ts'
import { type AnswerFrame, packAnswers } from '../threads/frames.ts'
import type { FromWriter, ToWriter } from '../threads/messages.ts'
import { GarbageJobs } from './garbage-jobs.ts'
import type { TimedCall } from './call-performer.ts'
import type { Wanted } from './settler.ts'
import type { Writer } from './writer.ts'

/** How long work that can wait does, after the disk refused. */
const REST_MILLISECONDS = 1_000
/** Points of the journal that may wait while there is no pause to seal them in. */
const MOST_UNSEALED_POINTS = 524_288
/** How often runs are looked for whose programs went away. */
const TIDY_MILLISECONDS = 60_000

/** How the loop is reached: the port of its thread. */
export interface WriterPort {
  send(message: FromWriter, transfer?: ArrayBuffer[]): void
  /** A message that has arrived already; undefined when there is none. */
  receive(): ToWriter | undefined
}

/** A reader that waits until what it is about to read stands in the tables. */
interface Settling {
  readonly id: number
  readonly wanted: Wanted
}

/**
 * Decides what the writer does next: calls first, everything that arrived while the last flush was on its way to the
 * disk in one transaction; between flushes a slice of the work that can wait.
 */
export class WriterLoop {
  readonly #writer: Writer
  readonly #port: WriterPort
  readonly #path: string
  readonly #lock: StoreLock
  readonly #calls: TimedCall[] = []
  /** What the calls arrived in, oldest first. */
  readonly #frames: { readonly frame: ArrayBuffer; unanswered: number }[] = []
  readonly #settlings: Settling[] = []
  readonly #turns: (() => Promise<void>)[] = []
  readonly #garbage: GarbageJobs
  #closing: number | undefined
  #isWorking = false
  #timer: NodeJS.Timeout | undefined
  /** After a failure the work that can wait rests until this monotonic time. */
  #restsUntil = 0

  constructor(writer: Writer, port: WriterPort, file: { readonly path: string; readonly lock: StoreLock }) {
    this.#writer = writer
    this.#port = port
    this.#path = file.path
    this.#lock = file.lock
    this.#garbage = new GarbageJobs(writer, port, (work) => this.#inTurn(work))
    setInterval(() => this.#tidy(), TIDY_MILLISECONDS).unref()
    this.#sleep()
  }

  /** Takes a message that woke the thread. */
  wake(message: ToWriter): void {
    this.#accept(message)
    void this.#work()
  }

  #accept(message: ToWriter): void {
    switch (message.kind) {
      case 'calls':
        this.#acceptCalls(message)
        return
      case 'settle':
        this.#settlings.push({ id: message.id, wanted: this.#writer.settler.pendingIn(message.scope) })
        return
      case 'statistics':
        this.#port.send({ kind: 'result', id: message.id, value: this.#writer.statistics })
        return
      case 'garbage':
        void this.#garbage.collect(message)
        return
      case 'artifacts-deleted':
        this.#garbage.noteArtifactsDeleted(message)
        return
      case 'close':
        this.#closing = message.id
        return
      default:
        message satisfies never
    }
  }

  #acceptCalls(message: ToWriter & { readonly kind: 'calls' }): void {
    const calls = unpackCalls(message)
    for (const call of calls) this.#calls.push({ ...call, now: message.now })
    this.#frames.push({ frame: message.frame, unanswered: calls.length })
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    clearTimeout(this.#timer)
    do {
      for (let next = this.#port.receive(); next !== undefined; next = this.#port.receive()) this.#accept(next)
      // A turn may have been asked for while the last step found nothing to do.
    } while ((await this.#step()) || this.#turns.length > 0)
    this.#isWorking = false
    if (this.#closing === undefined) this.#sleep()
    else await this.#close(this.#closing)
  }

  /** Lets work that comes in small portions have a turn between two flushes. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#turns.push(() => work().then(resolve, reject))
      void this.#work()
    })
  }

  /** Wakes when something that can wait is due. */
  #sleep(): void {
    const due = Math.min(this.#writer.settler.dueAt(), this.#writer.changes.dueAt())
    if (due < Infinity)
      this.#timer = setTimeout(() => void this.#work(), Math.max(1, due - performance.now(), this.#restsUntil - performance.now()))
  }

  #tidy(): void {
    this.#writer.unsealed.findQuiet()
    void this.#work()
  }

  /** One flush and one turn; false when there was nothing to do. */
  async #step(): Promise<boolean> {
    const turn = this.#turns.shift()
    await turn?.()
    const due = this.#whatIsDue()
    if (this.#calls.length === 0 && this.#settlings.length === 0 && due.length === 0) return turn !== undefined
    const { answers, failure } = await this.#writer.flush(this.#calls, async () => {
      for (const { wanted } of this.#settlings) await this.#writer.settler.writeWanted(wanted)
      for (const work of due) await work()
    })
    if (failure !== undefined) this.#restsUntil = performance.now() + REST_MILLISECONDS
    this.#writer.settler.noteFlush()
    this.#answer(answers)
    this.#answerSettlings(failure)
    this.#tidyLog()
    return true
  }

  /** Work that could wait until now: it joins the transaction of the next flush. */
  #whatIsDue(): (() => Promise<void> | void)[] {
    const clock = performance.now()
    if (clock < this.#restsUntil) return []
    const { settler, changes, unsealed } = this.#writer
    return [
      ...(settler.dueAt() <= clock ? [() => settler.writeDue(clock)] : []),
      ...(changes.dueAt() <= clock ? [() => changes.addWaiting(Date.now())] : []),
      ...(unsealed.next() !== undefined && this.#mayTidy() ? [() => this.#writer.seal()] : []),
    ]
  }

  /** Sealing leaves calls that wait the first turn, until so much has piled up that reading it would take long. */
  #mayTidy(): boolean {
    return this.#closing === undefined && (this.#calls.length === 0 || this.#writer.unsealed.points > MOST_UNSEALED_POINTS)
  }

  #answer(answers: readonly AnswerFrame[]): void {
    const changed = this.#writer.changes.takeChanged()
    const frame = packAnswers(answers)
    const spent = this.#takeSpent(answers.length)
    this.#port.send({ kind: 'answers', frame, spent, unsettled: this.#writer.unsettled, changed }, [frame.buffer, ...spent])
  }

  /** The frames whose last call was answered now: nothing looks at them any more. */
  #takeSpent(answered: number): ArrayBuffer[] {
    let left = answered
    const spent: ArrayBuffer[] = []
    for (let first = this.#frames[0]; first !== undefined && left > 0; first = this.#frames[0]) {
      const ofFrame = Math.min(left, first.unanswered)
      first.unanswered -= ofFrame
      left -= ofFrame
      if (first.unanswered > 0) break
      spent.push(first.frame)
      this.#frames.shift()
    }
    return spent
  }

  #answerSettlings(failure: RepriseError | undefined): void {
    for (const { id, wanted } of this.#settlings.splice(0)) {
      if (failure !== undefined) this.#port.send({ kind: 'failure', id, error: failure.toEnvelope() })
      else if (wanted.summaries.size === 0 && wanted.params.size === 0) this.#port.send({ kind: 'result', id, value: undefined })
      else this.#settlings.push({ id, wanted })
    }
  }

  /** What the disk refuses now, it refuses the next commit, which says so. */
  #tidyLog(): void {
    try {
      this.#writer.log.tidy()
    } catch (error) {
      this.#port.send({
        kind: 'log',
        level: 'warn',
        message: `The write-ahead log could not be copied: ${toStoreError(error, this.#path).message}`,
      })
    }
  }

  async #close(id: number): Promise<void> {
    clearTimeout(this.#timer)
    try {
      await this.#writer.close()
      this.#lock.release()
      this.#port.send({ kind: 'result', id, value: undefined })
    } catch (error) {
      this.#port.send({ kind: 'failure', id, error: toStoreError(error, this.#path).toEnvelope() })
    }
  }
}
