import { RUN_NAME_TAG } from '../../../operations/run-tags.ts'
import { sql } from '../../../sql.ts'
import type { Transaction } from '../connect/transaction.ts'
import type { CheckedCall } from './call.ts'
import { type Cells, insertRows, unnest } from './insert-rows.ts'

/** Writes tags, the last of the group winning; the tag mlflow.runName renames its run. */
export function writeRunTags(transaction: Transaction, ids: ReadonlyMap<string, number>, calls: readonly CheckedCall[]): void {
  const rows = new Map<string, Cells>()
  const names = new Map<number, string>()
  for (const { call, run } of calls) {
    for (const [key, value] of call.batch.tags) {
      const keyId = ids.get(key) ?? 0
      rows.set(`${run.id} ${keyId}`, [run.id, keyId, value, run.experiment_id, run.start_time])
      if (key === RUN_NAME_TAG) names.set(run.id, value)
    }
  }
  if (rows.size === 0) return
  transaction.last(
    insertRows({
      table: 'tags',
      columns: { run_id: 'bigint', key_id: 'bigint', value: 'text', experiment_id: 'bigint', start_time: 'bigint' },
      rows: [...rows.values()],
      after: 'on conflict (run_id, key_id) do update set value = excluded.value',
    }),
  )
  if (names.size === 0) return
  const renamed = unnest({ values: [...names.keys()], type: 'bigint' }, { values: [...names.values()], type: 'text' })
  transaction.last(sql`update runs r set name = renamed.name from ${renamed} renamed (id, name) where r.id = renamed.id`)
}
