import { type IngestBatch, type ParamConflict } from '../../../ingest/index.ts'
import { sql } from '../../../sql.ts'
import type { Transaction } from '../connect/transaction.ts'
import type { CheckedCall, IngestCall } from './call.ts'
import { type Cells, insertRows, unnest } from './insert-rows.ts'

type ParamRow = { uuid: string; key_id: number; value: string }

/** The params that the runs of a group have, of those that the group brings. */
export interface LoggedParams {
  /** What a batch would change. */
  conflictsOf(batch: IngestBatch): ParamConflict[]
  /** Notes the params of an accepted batch. */
  add(batch: IngestBatch): void
}

/** To be read after the runs were locked: see {@link lockRuns}. */
export async function readLoggedParams(
  transaction: Transaction,
  ids: ReadonlyMap<string, number>,
  calls: readonly IngestCall[],
): Promise<LoggedParams> {
  const logged = await readLogged(transaction, ids, calls)
  return {
    conflictsOf: ({ runUuid, params }) =>
      params.flatMap(({ key, value }) => {
        const before = logged.get(placeOf(runUuid, ids.get(key)))
        return before === undefined || before === value ? [] : [{ key, logged: before, attempted: value }]
      }),
    add: ({ runUuid, params }) => {
      for (const { key, value } of params) logged.set(placeOf(runUuid, ids.get(key)), value)
    },
  }
}

async function readLogged(
  transaction: Transaction,
  ids: ReadonlyMap<string, number>,
  calls: readonly IngestCall[],
): Promise<Map<string, string>> {
  const uuids: string[] = []
  const keyIds: number[] = []
  for (const { batch } of calls) {
    for (const { key } of batch.params) {
      uuids.push(batch.runUuid)
      keyIds.push(ids.get(key) ?? 0)
    }
  }
  if (uuids.length === 0) return new Map()
  const wanted = unnest({ values: uuids, type: 'text' }, { values: keyIds, type: 'bigint' })
  // With `offset 0` each row is looked up by its whole key. Left to itself, a planner that takes a new table for a small
  // one reads all params of the run for each.
  const rows = await transaction.all<ParamRow>(
    sql`select wanted.uuid, wanted.key_id, p.value from ${wanted} wanted (uuid, key_id)
      cross join lateral (select id from runs where uuid = wanted.uuid offset 0) r
      cross join lateral (select value from params where run_id = r.id and key_id = wanted.key_id offset 0) p`,
  )
  return new Map(rows.map((row) => [placeOf(row.uuid, row.key_id), row.value]))
}

/** Inserts the params of accepted calls that are new. */
export function writeParams(transaction: Transaction, ids: ReadonlyMap<string, number>, calls: readonly CheckedCall[]): void {
  const rows = new Map<string, Cells>()
  for (const { call, run } of calls) {
    for (const { key, value } of call.batch.params) {
      const keyId = ids.get(key) ?? 0
      rows.set(placeOf(run.uuid, keyId), [run.id, keyId, value, run.experiment_id, run.start_time])
    }
  }
  if (rows.size === 0) return
  transaction.last(
    insertRows({
      table: 'params',
      columns: { run_id: 'bigint', key_id: 'bigint', value: 'text', experiment_id: 'bigint', start_time: 'bigint' },
      rows: [...rows.values()],
      after: 'on conflict (run_id, key_id) do nothing',
    }),
  )
}

function placeOf(runUuid: string, keyId: number | undefined): string {
  return `${runUuid} ${keyId}`
}
