import { encodeJournalRows, type JournalRows, PointBuffer } from '../../../series/index.ts'
import { sql } from '../../../sql.ts'
import { PendingSummaries } from '../../../summaries/index.ts'
import type { Transaction } from '../connect/transaction.ts'
import { takeSummaries, upsertSummaries } from '../summaries/settle.ts'
import type { CheckedCall, IngestRun } from './call.ts'
import { type Cells, insertRows } from './insert-rows.ts'

/**
 * A batch with at least this many names leaves its summaries for later: a program that logs a thousand names with every
 * step would otherwise move a thousand rows and index entries each time.
 */
const MANY_KEYS = 64

/** What a group brought to one run. */
export interface RunPoints {
  readonly runId: number
  readonly points: number
  readonly keys: number
  /** Whether its summaries were left for later. */
  readonly isUnsummarised: boolean
}

/**
 * Writes one journal row per run, and moves the summaries that lists and searches read in the same transaction, or names
 * the row in `unsummarised`: see {@link settleSummaries}.
 */
export function writePoints(transaction: Transaction, ids: ReadonlyMap<string, number>, calls: readonly CheckedCall[]): RunPoints[] {
  const byRun = Map.groupBy(
    calls.filter(({ call }) => call.batch.points.places.length > 0),
    ({ run }) => run.id,
  )
  const pending = new PendingSummaries()
  const written: RunPoints[] = []
  const journal: Record<'summarised' | 'unsummarised', Cells[]> = { summarised: [], unsummarised: [] }
  for (const [runId, ofRun] of byRun) {
    const rows = gather(ofRun, ids)
    const keys = new Set(rows.keyIds).size
    const isUnsummarised = keys >= MANY_KEYS
    journal[isUnsummarised ? 'unsummarised' : 'summarised'].push([runId, rows.keyIds.length, encodeJournalRows(rows)])
    if (!isUnsummarised && ofRun[0] !== undefined) pending.add(summarised(ofRun[0].run), JOURNAL_ROW, rows.keyIds, rows)
    written.push({ runId, points: rows.keyIds.length, keys, isUnsummarised })
  }
  if (journal.summarised.length > 0) {
    transaction.last(insertJournal(journal.summarised))
    transaction.last(upsertSummaries(takeSummaries(pending)))
  }
  if (journal.unsummarised.length > 0) {
    transaction.last(
      sql`with written as (${insertJournal(journal.unsummarised, 'returning id, run_id')})
        insert into unsummarised (journal_id, run_id) select id, run_id from written`,
    )
  }
  return written
}

function insertJournal(rows: readonly Cells[], after = '') {
  return insertRows({ table: 'journal', columns: { run_id: 'bigint', point_count: 'bigint', data: 'bytea' }, rows, after })
}

/** Nothing stays pending beyond the transaction, so it does not matter which row it was. */
const JOURNAL_ROW = 1

function summarised({ id, experiment_id: experimentId, start_time: startTime }: IngestRun) {
  return { id, experimentId, startTime }
}

function gather(calls: readonly CheckedCall[], ids: ReadonlyMap<string, number>): JournalRows {
  const count = calls.reduce((sum, { call }) => sum + call.batch.points.places.length, 0)
  const keyIds = new Float64Array(count)
  const buffer = new PointBuffer(count)
  let at = 0
  for (const { call } of calls) {
    const { points } = call.batch
    const idOf = points.names.map((name) => ids.get(name) ?? 0)
    for (const place of points.places) keyIds[at++] = idOf[place] ?? 0
    buffer.copy(points, 0, points.places.length)
  }
  return { keyIds, ...buffer.finish() }
}
