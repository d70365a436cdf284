import type { Connection } from '../../../database.ts'
import { encodeJournalRows } from '../../../series/codec/journal-batch.ts'
import { PointBuffer } from '../../../series/point-buffer.ts'
import { PendingSummaries, writeSummaries } from '../../../summaries/index.ts'
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
  await insertRows(connection, { table: 'journal', columns: ['run_id', 'point_count', 'data'], rows, after: '' })
  for (const runId of pending.runsOf(undefined)) {
    const slice = pending.take(runId, Number.POSITIVE_INFINITY)
    if (slice !== undefined) await writeSummaries(connection, { ...slice, summaries: slice.summaries.toSorted(([a], [b]) => a - b) })
  }
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
