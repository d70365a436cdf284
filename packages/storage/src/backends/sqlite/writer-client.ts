import { RepriseError, type OperationName, parseAnswer, toRepriseError } from '@reprise/protocol'
import { parseIdempotencyKey, readPlainBatch } from '../../ingest/index.ts'
import type { CallContext, GarbageReport, GarbageRequest } from '../../store.ts'
import { Requests } from './requests.ts'
import { CallPacker } from './threads/call-frames.ts'
import { type AnswerFrame, unpackAnswers } from './threads/frames.ts'
import type { FromWriter, LogLevel, Scope, ThreadOptions, ToWriter, Unsettled, WriterStatistics } from './threads/messages.ts'
import { startThread, type Thread } from './threads/start-thread.ts'

/** Bytes of requests that may wait for the writer: beyond, callers are asked to come back. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024
const EMPTY_ANSWER = new TextEncoder().encode('{}')

export interface WriterEvents {
  onChange(): void
  onLog(level: LogLevel, message: string): void
  /** The thread ended although nobody asked it to; every call rejects from now on. */
  onDeath(error: RepriseError): void
}

/** The main thread's side of the writer: calls of one turn of the event loop travel together. */
export class WriterClient {
  readonly #clock: () => number
  readonly #events: WriterEvents
  readonly #calls = new Requests<Uint8Array>()
  readonly #results = new Requests<unknown>()
  readonly #garbage = new Map<number, GarbageRequest>()
  readonly #turn = new CallPacker()
  #waitingBytes = 0
  #thread: Thread<ToWriter> | undefined
  #death: RepriseError | undefined
  /** What waited in the writer's memory after its last commit. */
  unsettled: Unsettled = { points: false, listed: false }

  private constructor(clock: () => number, events: WriterEvents) {
    this.#clock = clock
    this.#events = events
  }

  static async start(options: ThreadOptions, clock: () => number, events: WriterEvents): Promise<WriterClient> {
    const client = new WriterClient(clock, events)
    client.#thread = await startThread<ToWriter, FromWriter>('writer', options, {
      onMessage: (message) => client.#receive(message),
      onDeath: (error) => client.#die(error),
    })
    return client
  }

  call(name: OperationName, request: Uint8Array, context: CallContext): Promise<Uint8Array> {
    if (this.#death !== undefined) return Promise.reject(this.#death)
    if (this.#waitingBytes > MOST_WAITING_BYTES) return Promise.reject(tooBusy())
    const { idempotencyKey } = context
    const malformed = idempotencyKey === undefined ? undefined : refuseKey(idempotencyKey)
    if (malformed !== undefined) return Promise.reject(malformed)
    this.#waitingBytes += request.length
    const answer = this.#calls.open((id) => {
      if (this.#turn.isEmpty) setImmediate(() => this.#send())
      // Batches of points are read here: this thread has time, which the writer's has not.
      this.#turn.add({ id, name, idempotencyKey, request, plain: name === 'logBatch' ? readPlainBatch(request) : undefined })
    })
    return answer.finally(() => (this.#waitingBytes -= request.length))
  }

  #send(): void {
    if (this.#turn.isEmpty) return
    const { frame, length } = this.#turn.take()
    this.#thread?.post({ kind: 'calls', now: this.#clock(), frame, length }, [frame])
  }

  /** Resolves when what a read is about to see stands in the tables. */
  async settle(scope: Scope): Promise<void> {
    await this.#ask((id) => ({ kind: 'settle', id, scope }))
  }

  statistics(): Promise<WriterStatistics> {
    return this.#ask((id) => ({ kind: 'statistics', id })) as Promise<WriterStatistics>
  }

  /** Artifacts are deleted here, where their stores are; rows by the writer. */
  async collectGarbage(request: GarbageRequest): Promise<GarbageReport> {
    const { olderThan, dryRun = false } = request
    let own: number | undefined
    try {
      const report = await this.#ask((id) => {
        this.#garbage.set((own = id), request)
        return { kind: 'garbage', id, olderThan, dryRun }
      })
      return report as GarbageReport
    } finally {
      if (own !== undefined) this.#garbage.delete(own)
    }
  }

  async #deleteArtifacts(id: number, artifactUris: readonly string[]): Promise<void> {
    try {
      await this.#garbage.get(id)?.deleteArtifacts(artifactUris)
      this.#thread?.post({ kind: 'artifacts-deleted', id, error: undefined })
    } catch (error) {
      const known =
        error instanceof RepriseError ? error : new RepriseError('INTERNAL_ERROR', `Artifacts could not be deleted: ${String(error)}`)
      this.#thread?.post({ kind: 'artifacts-deleted', id, error: known.toEnvelope() })
    }
  }

  /** Commits what was accepted and ends the thread. */
  async close(): Promise<void> {
    if (this.#death !== undefined) return
    this.#send()
    try {
      await this.#ask((id) => ({ kind: 'close', id }))
    } finally {
      this.#death ??= new RepriseError('TEMPORARILY_UNAVAILABLE', 'The store is closed.')
      await this.#thread?.end()
      // Such as a collection of garbage that was under way: it goes on the next time.
      this.#results.rejectAll(this.#death)
    }
  }

  #ask(message: (id: number) => ToWriter): Promise<unknown> {
    if (this.#death !== undefined) return Promise.reject(this.#death)
    return this.#results.open((id) => this.#thread?.post(message(id)))
  }

  #receive(message: FromWriter): void {
    switch (message.kind) {
      case 'answers':
        this.unsettled = message.unsettled
        for (const frame of message.spent) this.#turn.pool.giveBack(frame)
        for (const answer of unpackAnswers(message.frame)) this.#settleCall(answer)
        if (message.changed) this.#events.onChange()
        return
      case 'opened':
        this.unsettled = message.unsettled
        if (message.backup !== undefined) this.#events.onLog('info', `The store was upgraded; a copy of it as it was is ${message.backup}.`)
        return
      case 'result':
        this.#results.resolve(message.id, message.value)
        return
      case 'failure':
        if (message.id !== undefined) this.#results.reject(message.id, toRepriseError(message.error, 'INTERNAL_ERROR'))
        return
      case 'delete-artifacts':
        void this.#deleteArtifacts(message.id, message.artifactUris)
        return
      case 'progress':
        this.#garbage.get(message.id)?.onProgress?.(message.done, message.total)
        return
      case 'log':
        this.#events.onLog(message.level, message.message)
        return
      default:
        message satisfies never
    }
  }

  #settleCall({ id, outcome, bytes }: AnswerFrame): void {
    if (outcome === 'done') this.#calls.resolve(id, EMPTY_ANSWER)
    else if (outcome === 'answered') this.#calls.resolve(id, bytes)
    else this.#calls.reject(id, toRepriseError(parseAnswer(bytes), 'INTERNAL_ERROR'))
  }

  #die(error: RepriseError): void {
    this.#death = error
    this.#calls.rejectAll(error)
    this.#results.rejectAll(error)
    this.#events.onLog('error', error.message)
    this.#events.onDeath(error)
  }
}

/** Why an idempotency key is refused; keys travel in one-byte characters, so they are checked before. */
function refuseKey(key: string): RepriseError | undefined {
  try {
    parseIdempotencyKey(key)
    return undefined
  } catch (error) {
    return error as RepriseError
  }
}

function tooBusy(): RepriseError {
  return new RepriseError('RESOURCE_EXHAUSTED', 'More is being logged than the disk takes; try again.', {
    hint: 'Log in batches, or less often.',
  })
}
