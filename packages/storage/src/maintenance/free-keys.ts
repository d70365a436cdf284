import type { Connection } from '../database.ts'
import { join, list, raw, sql } from '../sql.ts'

const tablesWithKeys = ['params', 'tags', 'metrics'] as const

/**
 * Deletes those of these names that no run has. Only for a store that nobody else writes to: a server that remembers a
 * name's id would go on using it. Asks experiment by experiment, which is what the indexes are made for.
 */
export async function freeUnusedKeys(connection: Connection, keyIds: readonly number[]): Promise<void> {
  if (keyIds.length === 0) return
  const unused = tablesWithKeys.map((table) =>
    raw(`not exists (select 1 from experiments e cross join ${table} t where t.experiment_id = e.id and t.key_id = keys.id)`),
  )
  await connection.run(sql`delete from keys where id in ${list(keyIds)} and ${join(unused, ' and ')}`)
}
