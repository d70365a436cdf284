import { type Int64, RepriseError } from '@reprise/protocol'
import { decodeJournalBatch } from '../../../series/index.ts'
import { type Sql, sql } from '../../../sql.ts'
import { mergeSummaries, PendingSummaries, type SummarySlice, summaryValues } from '../../../summaries/index.ts'
import type { Transaction } from '../connect/transaction.ts'
import { anyOf, type Cells, insertRows } from '../ingest/insert-rows.ts'

/** Journal rows settled in one transaction: some hundred thousand points. */
const ROWS_AT_ONCE = 200
const RUNS_AT_ONCE = 50

type RunRow = { id: number; experiment_id: number; start_time: Int64 }
type JournalRow = { id: number; run_id: number; data: Uint8Array }

/**
 * Moves the summaries of runs by the points of journal rows whose own transaction left that for later, and strikes the
 * rows off. `scope` is a condition on `runs r`. Whoever is about to show summaries does it first; two that settle the
 * same rows wait for each other, and a point that is folded twice changes nothing. Answers whether there may be more.
 * What is damaged is struck off, too, for `verify` to find: it stops nobody.
 */
export async function settleSummaries(transaction: Transaction, scope: Sql, onDamage: (error: RepriseError) => void): Promise<boolean> {
  const found = await transaction.all<{ run_id: number }>(
    sql`select distinct u.run_id from unsummarised u where ${isOfScope(scope)} order by u.run_id limit ${RUNS_AT_ONCE}`,
  )
  if (found.length === 0) return false
  // Runs are locked as ingest locks them, before everything else.
  const runIds = found.map(({ run_id: runId }) => runId)
  const runs = await transaction.all<RunRow>(
    sql`select id, experiment_id, start_time from runs where id = ${anyOf(runIds, 'bigint')} order by id for key share`,
  )
  const ids = anyOf(
    runs.map(({ id }) => id),
    'bigint',
  )
  const rows = await transaction.all<JournalRow>(
    sql`with settled as (
        delete from unsummarised where journal_id in
          (select journal_id from unsummarised where run_id = ${ids} order by journal_id limit ${ROWS_AT_ONCE} for update)
        returning journal_id
      ) select j.id, j.run_id, j.data from settled join journal j on j.id = settled.journal_id`,
  )
  const summaries = foldRows(runs, rows, onDamage)
  if (summaries.length > 0) transaction.last(upsertSummaries(summaries))
  return found.length === RUNS_AT_ONCE || rows.length === ROWS_AT_ONCE
}

/** Of `unsummarised u`: whether its run, `runs r`, meets a condition. Rows are few, and each is looked up by its key. */
export function isOfScope(scope: Sql): Sql {
  return sql`(select ${scope} from runs r where r.id = u.run_id)`
}

function foldRows(runs: readonly RunRow[], rows: readonly JournalRow[], onDamage: (error: RepriseError) => void): Cells[] {
  const pending = new PendingSummaries()
  const byId = new Map(runs.map(({ id, experiment_id: experimentId, start_time: startTime }) => [id, { id, experimentId, startTime }]))
  for (const row of rows) {
    const run = byId.get(row.run_id)
    if (run === undefined) continue
    try {
      const batch = decodeJournalBatch(row.data, row.id)
      pending.add(run, row.id, batch.keyIds, batch)
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      onDamage(error)
    }
  }
  return takeSummaries(pending)
}

/** Everything that waits, as rows of table `metrics`. */
export function takeSummaries(pending: PendingSummaries): Cells[] {
  return pending.runsOf(undefined).flatMap((runId) => cellsOf(pending.take(runId, Infinity)))
}

function cellsOf(slice: SummarySlice | undefined): Cells[] {
  if (slice === undefined) return []
  const { run } = slice
  return slice.summaries.map(([keyId, summary]) => [run.id, keyId, run.experimentId, run.startTime, ...summaryValues(summary)])
}

/** Merges rows into table `metrics`. */
export function upsertSummaries(rows: readonly Cells[]): Sql {
  return insertRows({ table: 'metrics', columns, rows, after: mergeSummaries })
}

const columns = {
  run_id: 'bigint',
  key_id: 'bigint',
  experiment_id: 'bigint',
  start_time: 'bigint',
  value: 'double precision',
  is_nan: 'smallint',
  timestamp: 'bigint',
  step: 'bigint',
  min_value: 'double precision',
  max_value: 'double precision',
  first_value: 'double precision',
  first_step: 'bigint',
  first_timestamp: 'bigint',
} as const
