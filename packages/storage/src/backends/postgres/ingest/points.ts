import { encodeJournalRows, PointBuffer } from '../../../series/index.ts'
import { mergeSummaries, PendingSummaries, type SummarySlice, summaryValues } from '../../../summaries/index.ts'
import type { Transaction } from '../connect/transaction.ts'
import type { CheckedCall, IngestRun } from './call.ts'
import { type Cells, insertRows } from './insert-rows.ts'

/** What a group brought to one run. */
export interface RunPoints {
  readonly runId: number
  readonly points: number
  readonly keys: number
}

/** Writes one journal row per run, and moves the summaries that lists and searches read, in the same transaction. */
export function writePoints(transaction: Transaction, ids: ReadonlyMap<string, number>, calls: readonly CheckedCall[]): RunPoints[] {
  const byRun = Map.groupBy(
    calls.filter(({ call }) => call.batch.points.keys.length > 0),
    ({ run }) => run.id,
  )
  if (byRun.size === 0) return []
  const pending = new PendingSummaries()
  const journal: Cells[] = []
  for (const [runId, ofRun] of byRun) {
    const { keyIds, points } = gather(ofRun, ids)
    journal.push([runId, keyIds.length, encodeJournalRows({ keyIds, ...points })])
    if (ofRun[0] !== undefined) pending.add(summarised(ofRun[0].run), JOURNAL_ROW, keyIds, points)
  }
  const written = journal.map(([runId, points]) => ({ runId: Number(runId), points: Number(points), keys: pending.countOf(Number(runId)) }))
  const summaries = [...byRun.keys()].flatMap((runId) => cellsOf(pending.take(runId, Infinity)))
  transaction.last(insertRows({ table: 'journal', columns: { run_id: 'bigint', point_count: 'bigint', data: 'bytea' }, rows: journal }))
  transaction.last(insertRows({ table: 'metrics', columns: summaryColumns, rows: summaries, after: mergeSummaries }))
  return written
}

/** Nothing stays pending beyond the transaction, so it does not matter which row it was. */
const JOURNAL_ROW = 1

const summaryColumns = {
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

function cellsOf(slice: SummarySlice | undefined): Cells[] {
  if (slice === undefined) return []
  const { run } = slice
  return slice.summaries.map(([keyId, summary]) => [run.id, keyId, run.experimentId, run.startTime, ...summaryValues(summary)])
}

function summarised({ id, experiment_id: experimentId, start_time: startTime }: IngestRun) {
  return { id, experimentId, startTime }
}

function gather(calls: readonly CheckedCall[], ids: ReadonlyMap<string, number>) {
  const count = calls.reduce((sum, { call }) => sum + call.batch.points.keys.length, 0)
  const keyIds = new Float64Array(count)
  const buffer = new PointBuffer(count)
  let at = 0
  for (const { call } of calls) {
    const { points } = call.batch
    for (const key of points.keys) keyIds[at++] = ids.get(key) ?? 0
    buffer.copy(points, 0, points.keys.length)
  }
  return { keyIds, points: buffer.finish() }
}
