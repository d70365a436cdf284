import { type Int64, parseInt64 } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { sql } from '../sql.ts'
import type { Change, ChangeKind, ChangePage } from '../store.ts'

type ChangeRow = { id: number; kind: ChangeKind; time: Int64; experiment_id: number; run_id: string | null }

/**
 * The lines of the feed after a position, the oldest first; none, at the present, when no position is given. The reader
 * must start afresh when lines after its position are gone, or when the position is not of this store.
 */
export async function readChanges(connection: Connection, after: string | undefined, limit: number): Promise<ChangePage> {
  const bounds = await connection.get<{ oldest: number | null; newest: number | null }>(
    sql`select (select min(id) from changes) as oldest, (select max(id) from changes) as newest`,
  )
  const newest = bounds?.newest ?? 0
  if (after === undefined) return { reset: false, changes: [], position: String(newest) }
  const position = parseInt64(after)
  const isKnown = typeof position === 'number' && position <= newest && position >= (bounds?.oldest ?? 1) - 1
  if (!isKnown) return { reset: true, changes: [], position: String(newest) }
  const rows = await connection.all<ChangeRow>(
    sql`select id, kind, time, experiment_id, run_id from changes where id > ${position} order by id limit ${limit}`,
  )
  return { reset: false, changes: rows.map(toChange), position: String(rows.at(-1)?.id ?? position) }
}

function toChange(row: ChangeRow): Change {
  return {
    position: String(row.id),
    kind: row.kind,
    time: Number(row.time),
    experiment_id: String(row.experiment_id),
    ...(row.run_id === null ? {} : { run_id: row.run_id }),
  }
}
