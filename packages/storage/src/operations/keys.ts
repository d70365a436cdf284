import type { Connection } from '../database.ts'
import { join, list, sql } from '../sql.ts'

type KeyRow = { id: number; name: string }

/** Ids of names of metrics, params and tags; names nobody logged are left out. */
export async function findKeys(connection: Connection, names: readonly string[]): Promise<Map<string, number>> {
  if (names.length === 0) return new Map()
  const rows = await connection.all<KeyRow>(sql`select id, name from keys where name in ${list(names)}`)
  return new Map(rows.map((row) => [row.name, row.id]))
}

/** Ids of names, which are added where they are new. For a few hundred names at most. */
export async function internKeys(connection: Connection, names: readonly string[]): Promise<Map<string, number>> {
  const found = await findKeys(connection, names)
  const missing = names.filter((name) => !found.has(name))
  if (missing.length === 0) return found
  // Sorted, so that two servers that add the same names wait for each other instead of dead-locking.
  const rows = join(
    missing.toSorted().map((name) => list([name])),
    ', ',
  )
  await connection.run(sql`insert into keys (name) values ${rows} on conflict (name) do nothing`)
  return findKeys(connection, names)
}
