import type { Int64 } from '@reprise/protocol'
import type { Connection } from '../../../database.ts'
import { decodeJournalBatch } from '../../../series/index.ts'
import { sql } from '../../../sql.ts'
import { type PendingSummaries, readSummarisedThrough } from '../../../summaries/index.ts'

type JournalRow = { id: number; run_id: number; experiment_id: number; start_time: Int64; data: Uint8Array }

const ROWS_AT_ONCE = 100

/** Folds the journal rows whose points table `metrics` may lack: those after `summarised_through`. Folding one twice changes nothing. */
export async function restorePending(connection: Connection, pending: PendingSummaries): Promise<void> {
  let after = await readSummarisedThrough(connection)
  for (;;) {
    const rows = await connection.all<JournalRow>(
      sql`select j.id, j.run_id, r.experiment_id, r.start_time, j.data from journal j join runs r on r.id = j.run_id
        where j.id > ${after} order by j.id limit ${ROWS_AT_ONCE}`,
    )
    for (const row of rows) {
      const points = decodeJournalBatch(row.data, row.id)
      pending.add({ id: row.run_id, experimentId: row.experiment_id, startTime: row.start_time }, row.id, points.keyIds, points)
    }
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}
