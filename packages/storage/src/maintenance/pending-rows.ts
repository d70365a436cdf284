import type { Connection } from '../database.ts'
import { sql } from '../sql.ts'

/** Tells of a journal row, by its id, whether table `metrics` may lack its points. */
export type IsPending = (journalId: number) => boolean

/** SQLite knows the last row whose points are there, PostgreSQL the rows whose points may not be. */
export async function readPendingRows(connection: Connection): Promise<IsPending> {
  if (connection.dialect === 'postgres') {
    const rows = await connection.all<{ journal_id: number }>(sql`select journal_id from unsummarised`)
    const pending = new Set(rows.map((row) => row.journal_id))
    return (journalId) => pending.has(journalId)
  }
  const row = await connection.get<{ value: number }>(sql`select value from meta where name = 'summarised_through'`)
  const through = row?.value ?? Infinity
  return (journalId) => journalId > through
}
