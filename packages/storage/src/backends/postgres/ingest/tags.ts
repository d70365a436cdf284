import type { Connection } from '../../../database.ts'
import { RUN_NAME_TAG } from '../../../operations/run-tags.ts'
import { sql } from '../../../sql.ts'
import type { CheckedCall } from './call.ts'
import { type Cells, insertRows } from './insert-rows.ts'

/** Writes tags, the last of the group winning; the tag mlflow.runName renames its run. */
export async function writeRunTags(connection: Connection, ids: ReadonlyMap<string, number>, calls: readonly CheckedCall[]): Promise<void> {
  const rows = new Map<string, Cells>()
  const names = new Map<number, string>()
  for (const { call, run } of calls) {
    for (const [key, value] of call.batch.tags) {
      const keyId = ids.get(key) ?? 0
      rows.set(`${run.id} ${keyId}`, [run.id, keyId, value, run.experiment_id, run.start_time])
      if (key === RUN_NAME_TAG) names.set(run.id, value)
    }
  }
  await insertRows(connection, {
    table: 'tags',
    columns: { run_id: 'bigint', key_id: 'bigint', value: 'text', experiment_id: 'bigint', start_time: 'bigint' },
    rows: [...rows.values()],
    after: 'on conflict (run_id, key_id) do update set value = excluded.value',
  })
  for (const [id, name] of [...names].toSorted(([a], [b]) => a - b)) await connection.run(sql`update runs set name = ${name} where id = ${id}`)
}
