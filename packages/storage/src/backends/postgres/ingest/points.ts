import type { Connection } from '../../../database.ts'
import { encodeJournalRows } from '../../../series/codec/journal-batch.ts'
import { PointBuffer } from '../../../series/point-buffer.ts'
import { mergeSummaries, PendingSummaries, type SummarySlice, summaryValues } from '../../../summaries/index.ts'
import type { CheckedCall, IngestRun } from './call.ts'
import { type Cells, insertRows } from './insert-rows.ts'

const FIRST = 1

/** Writes one journal row per run, and moves the summaries that lists and searches read, in the same transaction. */
export async function writePoints(connection: Connection, ids: ReadonlyMap<string, number>, calls: readonly CheckedCall[]): Promise<void> {
  const byRun = Map.groupBy(
    calls.filter(({ call }) => call.batch.points.keys.length > 0),
    ({ run }) => run.id,
  )
  const pending = new PendingSummaries()
  const rows: Cells[] = []
  for (const [runId, ofRun] of [...byRun].toSorted(([a], [b]) => a - b)) {
    const run = ofRun[0]?.run
    if (run === undefined) continue
    const { keyIds, points } = gather(ofRun, ids)
    rows.push([runId, keyIds.length, encodeJournalRows({ keyIds, ...points })])
    pending.add(summarised(run), FIRST, keyIds, points)
  }
  await insertRows(connection, { table: 'journal', columns: { run_id: 'bigint', point_count: 'bigint', data: 'bytea' }, rows, after: '' })
  const summaries = pending.runsOf(undefined).flatMap((runId) => rowsOf(pending.take(runId, Number.POSITIVE_INFINITY)))
  await insertRows(connection, { table: 'metrics', columns: summaryColumns, rows: summaries, after: mergeSummaries })
}

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

function rowsOf(slice: SummarySlice | undefined): Cells[] {
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
