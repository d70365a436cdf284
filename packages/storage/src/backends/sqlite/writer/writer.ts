import type { DatabaseSync } from 'node:sqlite'
import { encodeJson, operations, RepriseError } from '@reprise/protocol'
import { callHandler, createContext, parseRequest } from '../../../call-handler.ts'
import type { Connection } from '../../../database.ts'
import { decodeIngest, type HotOperation, hotOperations, type IdempotencyKey, parseIdempotencyKey } from '../../../ingest/index.ts'
import { PendingSummaries } from '../../../summaries/index.ts'
import type { ChangeKind } from '../../../store.ts'
import { createConnection } from '../file/connection.ts'
import { isConstraint, isDiskFailure, toStoreError } from '../file/errors.ts'
import type { AnswerFrame, CallFrame } from '../threads/frames.ts'
import type { WriterStatistics } from '../threads/messages.ts'
import { ChangeLog } from './change-log.ts'
import { Ingest } from './ingest.ts'
import { InternedKeys } from './interned-keys.ts'
import { JournalWriter } from './journal-writer.ts'
import { KnownRuns } from './known-runs.ts'
import { restorePending } from './restore-pending.ts'
import { inSavepoint } from './savepoint.ts'
import { Settler } from './settler.ts'
import { WriterSequences } from './writer-sequences.ts'

/** Points in one commit: more would make the callers behind it wait. */
const POINTS_PER_FLUSH = 16_384
const hot: ReadonlySet<string> = new Set(hotOperations)
const NO_BYTES = new Uint8Array(0)

/** A call with the time at which it was made. */
export interface TimedCall extends CallFrame {
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What came of a flush. */
export interface Flushed {
  readonly answers: AnswerFrame[]
  /** Why the transaction was not committed. */
  readonly failure: RepriseError | undefined
}

/**
 * The one writer of a store. Every flush is one transaction: each call in it succeeds or fails alone, and is answered
 * when the transaction is on the disk. When the commit fails, all of them failed and nothing of them is remembered.
 */
export class Writer {
  readonly database: DatabaseSync
  readonly settler: Settler
  readonly summaries = new PendingSummaries()
  readonly changes: ChangeLog
  readonly #path: string
  readonly #artifactRoot: string
  readonly #connection: Connection
  readonly #runs: KnownRuns
  readonly #keys: InternedKeys
  readonly #sequences: WriterSequences
  readonly #journal: JournalWriter
  readonly #ingest: Ingest
  #commits = 0
  #writes = 0
  #failure: RepriseError | undefined

  private constructor(database: DatabaseSync, options: { readonly path: string; readonly artifactRoot: string }) {
    this.database = database
    this.#path = options.path
    this.#artifactRoot = options.artifactRoot
    this.#connection = createConnection(database)
    this.#runs = new KnownRuns(database)
    this.#keys = new InternedKeys(database)
    this.#sequences = new WriterSequences(database)
    this.changes = new ChangeLog(database)
    this.#journal = new JournalWriter(database, this.summaries, newestJournalRow(database))
    this.settler = new Settler(database, this.#connection, { pending: this.summaries, newestJournalRow: () => this.#journal.newest })
    this.#ingest = new Ingest(database, { runs: this.#runs, keys: this.#keys, journal: this.#journal, changes: this.changes })
  }

  /** Takes up where the last writer stopped or was stopped: folds the journal rows whose points `metrics` lacks. */
  static async open(database: DatabaseSync, options: { readonly path: string; readonly artifactRoot: string }): Promise<Writer> {
    const writer = new Writer(database, options)
    await restorePending(writer.#connection, writer.summaries)
    return writer
  }

  get statistics(): WriterStatistics {
    return { commits: this.#commits, writes: this.#writes }
  }

  /**
   * Commits calls from the front of the queue, as many as one flush takes, and answers them. `alongside` is done in the
   * same transaction: it costs no commit of its own.
   */
  async flush(queue: TimedCall[], alongside: () => Promise<void>): Promise<Flushed> {
    const answers: AnswerFrame[] = []
    let taken = 0
    try {
      await this.transaction(async () => {
        for (let points = 0; points < POINTS_PER_FLUSH && taken < queue.length; taken++) {
          points += await this.#perform(queue[taken] as TimedCall, answers)
        }
        this.#journal.write(() => {})
        this.#sequences.write(queue[0]?.now ?? 0)
        await alongside()
      })
      this.#writes += taken
      queue.splice(0, taken)
      return { answers, failure: undefined }
    } catch (error) {
      const failure = toStoreError(error, this.#path)
      return { answers: queue.splice(0, Math.max(1, taken)).map((call) => failed(call, failure)), failure }
    }
  }

  /** Runs work in a transaction of its own, on the disk when it returns. When it fails, nothing of it is remembered. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#failure !== undefined) throw this.#failure
    try {
      this.database.exec('begin immediate')
      const result = await work()
      this.database.exec('commit')
      this.#commits += 1
      return result
    } catch (error) {
      await this.#forget(error)
      throw error
    }
  }

  async #forget(error: unknown): Promise<void> {
    if (isDiskFailure(error)) this.#failure = toStoreError(error, this.#path)
    if (this.database.isTransaction) this.database.exec('rollback')
    for (const cache of [this.#runs, this.#keys, this.#sequences, this.#journal, this.changes, this.summaries]) cache.clear()
    if (this.#failure !== undefined) return
    await restorePending(this.#connection, this.summaries)
  }

  /** Copies the log into the database, as far as no reader needs it. */
  checkpoint(): void {
    this.database.exec('pragma wal_checkpoint(truncate)')
  }

  /** Writes what only the journal has, and lets go of the file. */
  async close(): Promise<void> {
    try {
      if (this.#failure === undefined) {
        while (this.summaries.size > 0) await this.transaction(() => this.settler.writeOldest())
        this.checkpoint()
      }
    } finally {
      this.database.close()
    }
  }

  /** Performs one call in the open transaction; answers how many points it brought. Throws only what ends the transaction. */
  async #perform(call: TimedCall, answers: AnswerFrame[]): Promise<number> {
    try {
      const json = parseRequest(call.request)
      const key = call.idempotencyKey === undefined ? undefined : parseIdempotencyKey(call.idempotencyKey)
      if (key !== undefined && answersNothing(call) && this.#sequences.isDone(key)) {
        answers.push(done(call))
        return 0
      }
      return hot.has(call.name) ? this.#log(call, json, { answers, key }) : await this.#answer(call, json, { answers, key })
    } catch (error) {
      if (!failsAlone(error)) throw error
      answers.push(failed(call, toStoreError(error, this.#path)))
      return 0
    }
  }

  #log(call: TimedCall, json: unknown, { answers, key }: Performance): number {
    const batch = decodeIngest[call.name as HotOperation](json)
    const prepared = this.#ingest.prepare(batch)
    try {
      this.#ingest.apply(prepared, call.now)
    } catch (error) {
      throw new HalfDone(error)
    }
    if (key !== undefined) this.#sequences.note(key)
    answers.push(done(call))
    return batch.points.keys.length
  }

  async #answer(call: TimedCall, json: unknown, { answers, key }: Performance): Promise<number> {
    const context = createContext(this.#connection, this.#artifactRoot, {
      now: () => call.now,
      idempotencyKey: call.idempotencyKey,
      announce: async (kind: ChangeKind, experimentId: number, runUuid?: string) =>
        this.changes.add(kind, call.now, { experimentId, runUuid }),
    })
    // Any of them may end, revive or remove runs.
    if (call.name !== 'createRun') this.#runs.clear()
    const bytes = await inSavepoint(this.database, () => callHandler(call.name, context, json))
    if (key !== undefined && answersNothing(call)) this.#sequences.note(key)
    answers.push({ id: call.id, outcome: 'answered', bytes })
    return 0
  }
}

interface Performance {
  readonly answers: AnswerFrame[]
  readonly key: IdempotencyKey | undefined
}

/** A call that failed after its first write: the transaction can not be kept. */
class HalfDone extends Error {
  constructor(cause: unknown) {
    super('a write failed half way', { cause })
  }
}

function failsAlone(error: unknown): boolean {
  return error instanceof RepriseError || isConstraint(error) || (!(error instanceof HalfDone) && !isSqliteError(error))
}

function isSqliteError(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_SQLITE_ERROR'
}

/** Whether a replay can be answered without knowing what the first answer was. */
function answersNothing(call: CallFrame): boolean {
  return Object.keys(operations[call.name].response.fields).length === 0
}

function done(call: CallFrame): AnswerFrame {
  return { id: call.id, outcome: 'done', bytes: NO_BYTES }
}

function failed(call: CallFrame, error: RepriseError): AnswerFrame {
  return { id: call.id, outcome: 'failed', bytes: encodeJson(error.toEnvelope()) }
}

function newestJournalRow(database: DatabaseSync): number {
  const row = database
    .prepare(
      `select max(coalesce((select max(id) from journal), 0), coalesce((select value from meta where name = 'summarised_through'), 0)) as newest`,
    )
    .get()
  return (row?.['newest'] as number | undefined) ?? 0
}
