import type { Connection } from '../../database.ts'
import { sealSlice } from '../../sealing/index.ts'
import { encodeJournalBatch, type Point } from '../../series/index.ts'
import { list, sql } from '../../sql.ts'
import { findRun } from '../find-run.ts'
import { internKeys } from '../keys.ts'

/** Stores points of one metric as ingest does: one row of the journal per call. */
export async function storePoints(connection: Connection, runId: string, key: string, points: readonly Point[]): Promise<void> {
  const run = await findRun(connection, { run_id: runId })
  const keyId = (await internKeys(connection, [key])).get(key) ?? 0
  const data = encodeJournalBatch([{ keyId, points }])
  await connection.run(sql`insert into journal (run_id, point_count, data) values ${list([run.id, points.length, data])}`)
}

/** Turns what the journal holds of a run into blocks. */
export async function sealPoints(connection: Connection, runId: string): Promise<void> {
  const run = await findRun(connection, { run_id: runId })
  while ((await sealSlice(connection, run.id, false)).more);
}
