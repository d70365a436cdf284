import { type OperationName, type RepriseError } from '@reprise/protocol'
import { type Sql, raw, sql } from '../../../sql.ts'
import type { Database } from '../connect/database.ts'
import type { Transaction } from '../connect/transaction.ts'
import { anyOf } from '../ingest/insert-rows.ts'
import type { RunPoints } from '../ingest/points.ts'
import { repeat } from '../repeat.ts'
import { isOfScope, settleSummaries } from './settle.ts'

/** Milliseconds between two rounds. */
const INTERVAL = 1_000
/** How often what other servers left is looked for. */
const SEARCH_INTERVAL = 60_000

/** Reads that show summaries, by which they name their runs. */
const shows: Partial<Record<OperationName, 'runs' | 'experiments'>> = {
  getRun: 'runs',
  searchRuns: 'experiments',
  searchKeys: 'experiments',
}

/** Sees to it that summaries are complete where somebody looks, and soon everywhere. */
export interface Settling {
  /** Notes what a group left for later. */
  notePoints(points: readonly RunPoints[]): void
  /** Whether a read in this transaction's snapshot would lack anything: to be asked beside it. */
  isIncomplete(name: OperationName, request: unknown, transaction: Transaction): Promise<boolean>
  /** Resolves when everything that was acknowledged before is in the summaries that a request shows. */
  settleFor(name: OperationName, request: unknown): Promise<void>
  /** Resolves when what is under way is done. */
  stop(): Promise<void>
}

export function startSettling(database: Database, onTrouble: (error: unknown) => void): Settling {
  const onDamage = (error: RepriseError): void => onTrouble(error)
  const settleAll = async (scope: Sql): Promise<void> => {
    while (await database.transaction('write', (transaction) => settleSummaries(transaction, scope, onDamage)));
  }
  let isDue = false
  let searchAt = 0
  const rounds = repeat(
    INTERVAL,
    async () => {
      if (!isDue && performance.now() < searchAt) return
      isDue = false
      searchAt = performance.now() + SEARCH_INTERVAL
      await settleAll(raw('true'))
    },
    (error) => {
      isDue = true
      onTrouble(error)
    },
  )
  return {
    notePoints: (points) => {
      isDue ||= points.some(({ isUnsummarised }) => isUnsummarised)
    },
    isIncomplete: async (name, request, transaction) => {
      if (shows[name] === undefined) return false
      const found = await transaction.get(sql`select 1 as found from unsummarised u where ${isOfScope(scopeOf(name, request))} limit 1`)
      return found !== undefined
    },
    settleFor: (name, request) => settleAll(scopeOf(name, request)),
    stop: () => rounds.stop(),
  }
}

/** A request that names nothing is refused elsewhere. */
function scopeOf(name: OperationName, request: unknown): Sql {
  const named: Record<string, unknown> = typeof request === 'object' && request !== null ? { ...request } : {}
  if (shows[name] === 'runs') return sql`r.uuid = ${anyOf([String(named['run_id'] || named['run_uuid'])], 'text')}`
  const experiments = [named['experiment_ids']].flat().map(Number).filter(Number.isSafeInteger)
  return sql`r.experiment_id = ${anyOf(experiments, 'bigint')}`
}
