import { encodeText, type OperationName, operations } from '@reprise/protocol'
import { callHandler, createContext, parseRequest } from '../../call-handler.ts'
import { decodeIngest, hotOperations, type HotOperation, type IdempotencyKey, parseIdempotencyKey } from '../../ingest/index.ts'
import { sql } from '../../sql.ts'
import type { CallContext, HandlerContext } from '../../store.ts'
import { insertChanges, type NewChange } from './changes/insert-changes.ts'
import type { Database } from './connect/database.ts'
import type { Transaction } from './connect/transaction.ts'
import type { Committer } from './ingest/committer.ts'
import type { KeyCache } from './ingest/key-cache.ts'
import { openWriters } from './ingest/writers.ts'
import type { Settling } from './summaries/settling.ts'

const NOTHING = encodeText('{}')
/** Milliseconds that a read may take when nobody says. */
const DEFAULT_DEADLINE = 60_000
/** Their statements are put together from what is asked, and may have much to read. */
const searches: ReadonlySet<OperationName> = new Set([
  'searchRuns',
  'searchExperiments',
  'searchKeys',
  'searchValues',
  'searchDatasets',
] as const)

export interface CallParts {
  readonly database: Database
  readonly committer: Committer
  readonly keys: KeyCache
  readonly settling: Settling
  readonly now: () => number
  readonly artifactRoot: string
  /** Told of each transaction that was committed apart from the groups, with what it announced. */
  readonly onCommitted: (changes: readonly NewChange[]) => void
}

/** Answers operations: what running programs log in groups, everything else in a transaction of its own. */
export class Calls {
  readonly #parts: CallParts

  constructor(parts: CallParts) {
    this.#parts = parts
  }

  async call(name: OperationName, request: Uint8Array, { idempotencyKey, deadline }: CallContext): Promise<Uint8Array> {
    const key = idempotencyKey === undefined ? undefined : parseIdempotencyKey(idempotencyKey)
    const json = parseRequest(request)
    if (isHot(name)) {
      await this.#parts.committer.write(decodeIngest[name](json), key, request.length)
      return NOTHING
    }
    return operations[name].effect === 'read' ? this.#read(name, json, deadline) : this.#write(name, json, key)
  }

  async #read(name: OperationName, json: unknown, deadline = DEFAULT_DEADLINE): Promise<Uint8Array> {
    const { settling } = this.#parts
    const limits = { endsAt: performance.now() + deadline }
    const ask = (isSettled: boolean): Promise<Uint8Array | undefined> =>
      this.#parts.database.transaction(
        searches.has(name) ? 'search' : 'read',
        async (transaction) => {
          const limited = limitStatements(transaction, deadline)
          const incomplete = isSettled ? false : settling.isIncomplete(name, json, transaction)
          const answered = callHandler(name, this.#context(transaction, [], undefined), json)
          const [answer, isIncomplete] = await Promise.all([answered, incomplete, limited])
          return isIncomplete ? undefined : answer
        },
        limits,
      )
    const answer = await ask(false)
    if (answer !== undefined) return answer
    await settling.settleFor(name, json)
    // What was acknowledged before the call is settled; what has come since need not be shown.
    return (await ask(true)) ?? NOTHING
  }

  async #write(name: OperationName, json: unknown, key: IdempotencyKey | undefined): Promise<Uint8Array> {
    let changes: NewChange[] = []
    const answer = await this.#parts.database.transaction('write', async (transaction) => {
      changes = []
      const writers = key !== undefined && answersNothing(name) ? await openWriters(transaction, [key]) : undefined
      if (key !== undefined && writers?.wasWritten(key) === true) return NOTHING
      const bytes = await callHandler(name, this.#context(transaction, changes, key), json)
      if (changes.length > 0) transaction.last(insertChanges(changes))
      if (key !== undefined) writers?.note(key)
      writers?.save()
      return bytes
    })
    this.#parts.onCommitted(changes)
    return answer
  }

  #context(transaction: Transaction, changes: NewChange[], key: IdempotencyKey | undefined): HandlerContext {
    const { artifactRoot, keys, now } = this.#parts
    const context = createContext(transaction, artifactRoot, {
      now,
      idempotencyKey: key === undefined ? undefined : `${key.writer}:${key.sequence}`,
      announce: async (kind, experimentId, runId) => void changes.push({ kind, time: now(), experimentId, runId }),
    })
    return { ...context, internKeys: (names) => keys.intern(names), runLast: (statement) => transaction.last(statement) }
  }
}

/** Only where it is shorter than what connections are set to. */
async function limitStatements(transaction: Transaction, deadline: number): Promise<void> {
  if (deadline >= DEFAULT_DEADLINE) return
  await transaction.run(sql`select set_config('statement_timeout', ${String(Math.max(1, Math.round(deadline)))}, true)`)
}

/** Whether a replay can be answered without knowing what the first answer was. */
function answersNothing(name: OperationName): boolean {
  return Object.keys(operations[name].response.fields).length === 0
}

function isHot(name: OperationName): name is HotOperation {
  return (hotOperations as readonly string[]).includes(name)
}
