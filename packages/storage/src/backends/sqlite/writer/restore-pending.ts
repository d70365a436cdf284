import { type Int64, RepriseError } from '@reprise/protocol'
import type { Connection } from '../../../database.ts'
import { decodeJournalBatch } from '../../../series/index.ts'
import { sql } from '../../../sql.ts'
import { type PendingSummaries, readSummarisedThrough } from '../../../summaries/index.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { ParamWriter } from './param-writer.ts'
import type { PointsRun } from './pending-points.ts'

type RunRow = { id: number; experiment_id: number; start_time: Int64 }
type JournalRow = RunRow & { row_id: number; data: Uint8Array }

const ROWS_AT_ONCE = 100

interface Unfinished {
  readonly summaries: PendingSummaries
  readonly journal: JournalWriter
  readonly params: ParamWriter
  /** What is damaged is left as it is, for `verify` to find, and stops nobody. */
  readonly onDamage: (error: RepriseError) => void
}

/**
 * Finds what a crash left unfinished: both intakes, and journal rows whose points table `metrics` may lack. Some of it may
 * have been done: points, summaries and params that are added again change nothing.
 */
export async function restorePending(connection: Connection, unfinished: Unfinished): Promise<void> {
  await restoreSummaries(connection, unfinished)
  const { journal, params, onDamage } = unfinished
  const runs = new Map<number, PointsRun | undefined>()
  const find = async (runId: number): Promise<PointsRun | undefined> => {
    if (!runs.has(runId)) runs.set(runId, await findRun(connection, runId))
    return runs.get(runId)
  }
  for (const { id, runId, rows } of journal.intake.read(onDamage)) {
    const run = await find(runId)
    if (run !== undefined) journal.remember(run, id, rows)
  }
  for (const { id, runId, params: logged } of params.intake.read(onDamage)) {
    const run = await find(runId)
    if (run !== undefined) params.remember(run, id, logged)
  }
}

async function restoreSummaries(connection: Connection, { summaries, onDamage }: Unfinished): Promise<void> {
  let after = await readSummarisedThrough(connection)
  for (;;) {
    const rows = await connection.all<JournalRow>(
      sql`select j.id as row_id, j.data, r.id, r.experiment_id, r.start_time from journal j join runs r on r.id = j.run_id
        where j.id > ${after} order by j.id limit ${ROWS_AT_ONCE}`,
    )
    for (const row of rows) {
      try {
        const points = decodeJournalBatch(row.data, row.row_id)
        summaries.add(toRun(row), row.row_id, points.keyIds, points)
      } catch (error) {
        if (!(error instanceof RepriseError)) throw error
        onDamage(error)
      }
    }
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.row_id
  }
}

/** The run; undefined when it was deleted for good. */
async function findRun(connection: Connection, runId: number): Promise<PointsRun | undefined> {
  const row = await connection.get<RunRow>(sql`select id, experiment_id, start_time from runs where id = ${runId}`)
  return row === undefined ? undefined : toRun(row)
}

function toRun(row: RunRow): PointsRun {
  return { id: row.id, experimentId: row.experiment_id, startTime: row.start_time }
}
