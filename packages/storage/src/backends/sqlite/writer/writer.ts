import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { RepriseError } from '@reprise/protocol'
import type { Connection } from '../../../database.ts'
import { sealSlice, UnsealedRuns } from '../../../sealing/index.ts'
import { freeUnusedKeys } from '../../../maintenance/free-keys.ts'
import { PendingSummaries } from '../../../summaries/index.ts'
import { createConnection } from '../file/connection.ts'
import { diskFailed, isDiskFailure, toStoreError } from '../file/errors.ts'
import { LogFile } from '../file/log-file.ts'
import type { AnswerFrame } from '../threads/frames.ts'
import type { Unsettled, WriterStatistics } from '../threads/messages.ts'
import { CallPerformer, failedAnswer, type TimedCall } from './call-performer.ts'
import { ChangeLog } from './change-log.ts'
import { Ingest } from './ingest.ts'
import { InternedKeys } from './interned-keys.ts'
import { JournalWriter } from './journal-writer.ts'
import { KnownRuns } from './known-runs.ts'
import { ParamWriter } from './param-writer.ts'
import { restorePending } from './restore-pending.ts'
import { inSavepoint } from './savepoint.ts'
import { Settler } from './settler.ts'
import { WriterSequences } from './writer-sequences.ts'

/** Points, and calls, in one commit: more would make the callers behind it wait. */
const POINTS_PER_FLUSH = 16_384
const CALLS_PER_FLUSH = 4_096

export interface WriterOptions {
  readonly path: string
  readonly artifactRoot: string
  /** Says what a person should look into. */
  readonly onTrouble: (message: string) => void
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
  readonly log: LogFile
  readonly settler: Settler
  readonly summaries = new PendingSummaries()
  readonly unsealed = new UnsealedRuns()
  readonly changes: ChangeLog
  readonly #options: WriterOptions
  readonly connection: Connection
  readonly #runs: KnownRuns
  readonly #keys: InternedKeys
  readonly #sequences: WriterSequences
  readonly #journal: JournalWriter
  readonly #params: ParamWriter
  readonly #performer: CallPerformer
  readonly #selectRun: StatementSync
  #syncs = 0
  #writes = 0
  #failure: RepriseError | undefined

  private constructor(database: DatabaseSync, options: WriterOptions) {
    this.database = database
    this.#options = options
    this.log = new LogFile(database, options.path)
    this.connection = createConnection(database)
    this.#runs = new KnownRuns(database)
    this.#keys = new InternedKeys(database)
    this.#sequences = new WriterSequences(database)
    this.changes = new ChangeLog(database)
    this.#journal = new JournalWriter(database, { summaries: this.summaries, unsealed: this.unsealed })
    this.#params = new ParamWriter(database)
    this.settler = new Settler(database, this.connection, { summaries: this.summaries, journal: this.#journal, params: this.#params })
    this.#selectRun = database.prepare('select 1 from runs where id = ?')
    this.#performer = new CallPerformer(database, {
      options,
      connection: this.connection,
      runs: this.#runs,
      keys: this.#keys,
      sequences: this.#sequences,
      changes: this.changes,
      unsealed: this.unsealed,
      settler: this.settler,
      journal: this.#journal,
      ingest: new Ingest(database, {
        runs: this.#runs,
        keys: this.#keys,
        journal: this.#journal,
        params: this.#params,
        changes: this.changes,
      }),
    })
  }

  /** Takes up where the last writer stopped or was stopped: finds what the intakes and the journal have that `params` and `metrics` lack. */
  static async open(database: DatabaseSync, options: WriterOptions): Promise<Writer> {
    const writer = new Writer(database, options)
    await writer.#restore()
    return writer
  }

  /** What waits in memory, where readers do not see it. */
  get unsettled(): Unsettled {
    return { points: this.#journal.points.size > 0, listed: this.settler.isBehind }
  }

  get statistics(): WriterStatistics {
    return { commits: this.#syncs, writes: this.#writes }
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
        for (let points = 0; points < POINTS_PER_FLUSH && taken < Math.min(queue.length, CALLS_PER_FLUSH); taken++) {
          points += await this.#performer.perform(queue[taken] as TimedCall, answers)
        }
        this.#journal.write()
        this.#params.write()
        this.#sequences.write(queue[0]?.now ?? 0)
        await alongside()
      })
      if (taken > 0) this.sync()
      this.#writes += taken
      queue.splice(0, taken)
      return { answers, failure: undefined }
    } catch (error) {
      const failure = toStoreError(error, this.#options.path)
      return { answers: queue.splice(0, Math.max(1, taken)).map((call) => failedAnswer(call, failure)), failure }
    }
  }

  /**
   * Makes everything that was committed durable. What is not acknowledged to anybody need not be: after a power cut the
   * file is as it was after one of the last commits, never in between.
   */
  sync(): void {
    try {
      this.log.sync()
      this.#syncs += 1
    } catch (error) {
      // Nobody knows what is on the disk now: what was committed and not acknowledged may be there after a restart.
      this.#failure = diskFailed(error, this.#options.path)
      throw this.#failure
    }
  }

  /** Runs work in a transaction of its own. When it fails, nothing of it is remembered. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#failure !== undefined) throw this.#failure
    try {
      this.database.exec('begin immediate')
      const result = await work()
      this.database.exec('commit')
      return result
    } catch (error) {
      await this.#forget(error)
      throw error
    }
  }

  /** A durable transaction that deletes runs or names for good. What is remembered of them goes, too. */
  async removing<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const outcome = await this.transaction(async () => {
      const result = await work(this.connection)
      this.#runs.clear()
      this.#keys.clear()
      const isGone = (runId: number): boolean => this.#selectRun.get(runId) === undefined
      for (const runId of this.summaries.runsOf(undefined)) if (isGone(runId)) this.#drop(runId)
      this.#params.forgetRuns(isGone)
      for (const runId of this.unsealed.runs()) if (isGone(runId)) this.unsealed.drop(runId)
      return result
    })
    this.sync()
    return outcome
  }

  /** Frees those of these names that nothing has any more, neither in the tables nor in memory. */
  freeKeys(keyIds: readonly number[]): Promise<void> {
    const [summaries, params] = [this.summaries.keyIds(), this.#params.pending.keyIds()]
    const candidates = keyIds.filter((keyId) => !summaries.has(keyId) && !params.has(keyId))
    return this.removing((connection) => freeUnusedKeys(connection, candidates))
  }

  #drop(runId: number): void {
    this.summaries.drop(runId)
    this.#journal.points.take(runId)
  }

  async #forget(error: unknown): Promise<void> {
    if (isDiskFailure(error)) this.#failure = toStoreError(error, this.#options.path)
    if (this.database.isTransaction) this.database.exec('rollback')
    for (const cache of [this.#runs, this.#keys, this.#sequences, this.#journal, this.#params, this.changes, this.summaries]) cache.clear()
    if (this.#failure === undefined) await this.#restore()
  }

  /** Finds what the journal and the intakes hold that the tables lack. */
  async #restore(): Promise<void> {
    await restorePending(this.connection, {
      summaries: this.summaries,
      journal: this.#journal,
      params: this.#params,
      onDamage: (error) => this.#options.onTrouble(`Something that was logged can not be read: ${error.message}`),
    })
    await this.unsealed.restore(this.connection)
    this.settler.reset()
  }

  /** Seals one slice of the run whose turn it is, in the open transaction. A damaged run is left as it is. */
  async seal(): Promise<void> {
    const next = this.unsealed.next()
    if (next === undefined) return
    await this.settler.writeRun(next.runId)
    try {
      const slice = await inSavepoint(this.database, () => sealSlice(this.connection, next.runId, next.finished))
      this.unsealed.noteSlice(next.runId, slice)
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      this.unsealed.drop(next.runId)
      this.#options.onTrouble(`A run can not be sealed: ${error.message}`)
    }
  }

  /** Writes what only the journal and the intakes have, and lets go of the file. */
  async close(): Promise<void> {
    try {
      if (this.#failure === undefined) {
        while (this.settler.isBehind) await this.transaction(() => this.settler.writeDue(Infinity))
        this.log.empty()
      }
    } finally {
      this.log.close()
      this.database.close()
    }
  }
}
