import { statSync } from 'node:fs'
import type { RepriseError } from '@reprise/protocol'
import { toStoreError } from '../file/errors.ts'
import { type AnswerFrame, packAnswers, unpackCalls } from '../threads/frames.ts'
import type { FromWriter, ToWriter } from '../threads/messages.ts'
import type { TimedCall, Writer } from './writer.ts'

/** The write-ahead log is copied into the database when it is larger. */
const LOG_BYTES = 64 * 1024 * 1024

/** How the loop is reached: the port of its thread. */
export interface WriterPort {
  send(message: FromWriter, transfer?: ArrayBuffer[]): void
  /** A message that has arrived already; undefined when there is none. */
  receive(): ToWriter | undefined
}

/** A reader that waits until what it is about to read stands in the tables. */
interface Settling {
  readonly id: number
  /** How many summaries of which runs. */
  readonly wanted: Map<number, number>
}

/**
 * Decides what the writer does next: calls first, everything that arrived while the last flush was on its way to the
 * disk in one transaction; between flushes a slice of the work that can wait.
 */
export class WriterLoop {
  readonly #writer: Writer
  readonly #port: WriterPort
  readonly #path: string
  readonly #calls: TimedCall[] = []
  readonly #settlings: Settling[] = []
  #closing: number | undefined
  #isWorking = false
  #timer: NodeJS.Timeout | undefined

  constructor(writer: Writer, port: WriterPort, path: string) {
    this.#writer = writer
    this.#port = port
    this.#path = path
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
        for (const call of unpackCalls(message.frame)) this.#calls.push({ ...call, now: message.now })
        return
      case 'settle':
        this.#settlings.push({ id: message.id, wanted: this.#writer.settler.pendingIn(message.scope) })
        return
      case 'statistics':
        this.#port.send({ kind: 'result', id: message.id, value: this.#writer.statistics })
        return
      case 'close':
        this.#closing = message.id
        return
      default:
        message satisfies never
    }
  }

  async #work(): Promise<void> {
    if (this.#isWorking) return
    this.#isWorking = true
    clearTimeout(this.#timer)
    do {
      for (let next = this.#port.receive(); next !== undefined; next = this.#port.receive()) this.#accept(next)
    } while (await this.#step())
    this.#isWorking = false
    if (this.#closing === undefined) this.#sleep()
    else await this.#close(this.#closing)
  }

  /** Wakes when something that can wait is due. */
  #sleep(): void {
    const wait = Math.min(this.#writer.settler.dueAt(), this.#writer.changes.dueAt()) - performance.now()
    if (wait < Infinity) this.#timer = setTimeout(() => void this.#work(), Math.max(1, wait))
  }

  /** One transaction; false when there was nothing to do. */
  async #step(): Promise<boolean> {
    const clock = performance.now()
    const summariesDue = this.#writer.settler.dueAt() <= clock
    const changesDue = this.#writer.changes.dueAt() <= clock
    if (this.#calls.length === 0 && this.#settlings.length === 0 && !summariesDue && !changesDue) return false
    const { answers, failure } = await this.#writer.flush(this.#calls, async () => {
      for (const { wanted } of this.#settlings) await this.#writer.settler.writeWanted(wanted)
      if (summariesDue) await this.#writer.settler.writeOldest()
      if (changesDue) this.#writer.changes.addWaiting(Date.now())
    })
    this.#writer.settler.noteFlush()
    this.#answer(answers)
    this.#answerSettlings(failure)
    this.#checkpoint()
    return true
  }

  #answer(answers: readonly AnswerFrame[]): void {
    const unsettled = this.#writer.summaries.size > 0
    const changed = this.#writer.changes.takeChanged()
    const frame = packAnswers(answers)
    this.#port.send({ kind: 'answers', frame, unsettled, changed }, [frame.buffer])
  }

  #answerSettlings(failure: RepriseError | undefined): void {
    for (const { id, wanted } of this.#settlings.splice(0)) {
      if (failure !== undefined) this.#port.send({ kind: 'failure', id, error: failure.toEnvelope() })
      else if (wanted.size === 0) this.#port.send({ kind: 'result', id, value: undefined })
      else this.#settlings.push({ id, wanted })
    }
  }

  /** Copies the log into the database when it has grown, so that the log stays small and readers quick. */
  #checkpoint(): void {
    const size = statSync(`${this.#path}-wal`, { throwIfNoEntry: false })?.size ?? 0
    if (size > LOG_BYTES) this.#writer.checkpoint()
  }

  async #close(id: number): Promise<void> {
    clearTimeout(this.#timer)
    try {
      await this.#writer.close()
      this.#port.send({ kind: 'result', id, value: undefined })
    } catch (error) {
      this.#port.send({ kind: 'failure', id, error: toStoreError(error, this.#path).toEnvelope() })
    }
  }
}
