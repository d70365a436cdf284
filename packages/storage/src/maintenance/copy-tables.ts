import type { Connection, Row } from '../database.ts'
import { join, list, raw, sql, type SqlValue } from '../sql.ts'
import { tables } from './tables.ts'

const ROWS_AT_ONCE = 200

/** Copies runs and all that belongs to them into an empty store of the same schema version, in the snapshot of the source's transaction. */
export async function copyTables(source: Connection, target: Connection): Promise<void> {
  for (const { name, by } of tables) {
    await target.run(sql`delete from ${raw(name)}`)
    for (let last: Row | undefined; ;) {
      const rows = await source.all(sql`select * from ${raw(name)} ${after(by, last)} order by ${raw(by.join(', '))} limit ${ROWS_AT_ONCE}`)
      if (rows.length > 0) await insert(target, name, rows)
      if (rows.length < ROWS_AT_ONCE) break
      last = rows.at(-1)
    }
  }
}

function after(by: readonly string[], last: Row | undefined) {
  if (last === undefined) return raw('')
  return sql`where (${raw(by.join(', '))}) > ${list(by.map((column) => last[column] as SqlValue))}`
}

async function insert(target: Connection, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const values = rows.map((row) => list(columns.map((column) => row[column] ?? null)))
  await target.run(sql`insert into ${raw(table)} (${raw(columns.join(', '))}) values ${join(values, ', ')}`)
}
