import type { DatabaseSync } from 'node:sqlite'
import { encodeJson, operations, RepriseError } from '@reprise/protocol'
import { callHandler, createContext, parseRequest } from '../../../call-handler.ts'
import type { Connection } from '../../../database.ts'
import { decodeIngest, type HotOperation, hotOperations, type IdempotencyKey, parseIdempotencyKey } from '../../../ingest/index.ts'
import type { UnsealedRuns } from '../../../sealing/index.ts'
import type { ChangeKind } from '../../../store.ts'
import { describeFailure, isConstraint, toStoreError } from '../file/errors.ts'
import type { AnswerFrame, CallFrame } from '../threads/frames.ts'
import type { ChangeLog } from './change-log.ts'
import type { Ingest } from './ingest.ts'
import type { InternedKeys } from './interned-keys.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { KnownRuns } from './known-runs.ts'
import { inSavepoint } from './savepoint.ts'
import type { Settler } from './settler.ts'
import type { WriterSequences } from './writer-sequences.ts'

const hot: ReadonlySet<string> = new Set(hotOperations)
const NO_BYTES = new Uint8Array(0)

/** A call with the time at which it was made. */
export interface TimedCall extends CallFrame {
  /** Milliseconds since 1970. */
  readonly now: number
}

interface Parts {
  readonly options: { readonly path: string; readonly artifactRoot: string; readonly onTrouble: (message: string) => void }
  readonly connection: Connection
  readonly runs: KnownRuns
  readonly keys: InternedKeys
  readonly sequences: WriterSequences
  readonly changes: ChangeLog
  readonly unsealed: UnsealedRuns
  readonly settler: Settler
  readonly ingest: Ingest
  readonly journal: JournalWriter
}

/** Performs calls in the open transaction, each of which succeeds or fails alone. */
export class CallPerformer {
  readonly #database: DatabaseSync
  readonly #parts: Parts

  constructor(database: DatabaseSync, parts: Parts) {
    this.#database = database
    this.#parts = parts
  }

  /** Performs one call in the open transaction; answers how many points and params it brought. Throws only what ends the transaction. */
  async perform(call: TimedCall, answers: AnswerFrame[]): Promise<number> {
    try {
      const json = call.batch === undefined ? parseRequest(call.request) : undefined
      const key = call.idempotencyKey === undefined ? undefined : parseIdempotencyKey(call.idempotencyKey)
      if (key !== undefined && answersNothing(call) && this.#parts.sequences.isDone(key)) {
        answers.push(done(call))
        return 0
      }
      return hot.has(call.name) ? this.#log(call, json, { answers, key }) : await this.#answer(call, json, { answers, key })
    } catch (error) {
      if (!failsAlone(error)) throw error
      if (!(error instanceof RepriseError)) this.#parts.options.onTrouble(`${call.name} failed: ${describeFailure(error)}`)
      answers.push(failedAnswer(call, toStoreError(error, this.#parts.options.path)))
      return 0
    }
  }

  #log(call: TimedCall, json: unknown, { answers, key }: Performance): number {
    const batch = call.batch ?? decodeIngest[call.name as HotOperation](json)
    const prepared = this.#parts.ingest.prepare(batch)
    try {
      this.#parts.ingest.apply(prepared, call.now)
    } catch (error) {
      throw new HalfDone(error)
    }
    if (key !== undefined) this.#parts.sequences.note(key)
    answers.push(done(call))
    return batch.points.places.length + batch.params.length
  }

  async #answer(call: TimedCall, json: unknown, { answers, key }: Performance): Promise<number> {
    const used = { settled: false, interned: false }
    const context = createContext(this.#parts.connection, this.#parts.options.artifactRoot, {
      now: () => call.now,
      idempotencyKey: call.idempotencyKey,
      internKeys: async (names) => {
        used.interned = true
        return new Map(names.map((name) => [name, this.#parts.keys.intern(name)]))
      },
      settle: (runId) => {
        used.settled = true
        return this.#parts.settler.writeRun(runId)
      },
      noteMove: (run) => {
        this.#parts.journal.noteMove(run)
        this.#parts.changes.noteMove(run)
      },
      announce: async (kind: ChangeKind, experimentId: number, runUuid?: string) => {
        this.#parts.changes.add(kind, call.now, { experimentId, runUuid })
        if (kind === 'run-finished' && runUuid !== undefined) this.#parts.unsealed.noteEnd(this.#parts.runs.idOf(runUuid))
      },
    })
    // Any of them may end, revive or remove runs.
    if (call.name !== 'createRun') this.#parts.runs.clear()
    const bytes = await inSavepoint(this.#database, () => callHandler(call.name, context, json)).catch((error: unknown) => {
      // What was taken back is remembered as written: what waited of a run can be found anew only after the transaction.
      if (used.settled) throw new HalfDone(error)
      if (used.interned) this.#parts.keys.clear()
      throw error
    })
    if (key !== undefined && answersNothing(call)) this.#parts.sequences.note(key)
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

export function failedAnswer(call: CallFrame, error: RepriseError): AnswerFrame {
  return { id: call.id, outcome: 'failed', bytes: encodeJson(error.toEnvelope()) }
}
