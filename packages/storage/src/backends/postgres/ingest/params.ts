import { type IngestBatch, type ParamConflict } from '../../../ingest/index.ts'
import { sql } from '../../../sql.ts'
import type { Transaction } from '../connect/transaction.ts'
import type { CheckedCall, IngestCall } from './call.ts'
import { type Cells, insertRows, unnest } from './insert-rows.ts'

type ParamRow = { uuid: string; name: string; value: string }

/** The params that the runs of a group have, of those that the group brings. */
export interface LoggedParams {
  /** What a batch would change. */
  conflictsOf(batch: IngestBatch): ParamConflict[]
  /** Notes the params of an accepted batch. */
  add(batch: IngestBatch): void
}

/** To be read after the runs were locked: see {@link lockRuns}. */
export async function readLoggedParams(transaction: Transaction, calls: readonly IngestCall[]): Promise<LoggedParams> {
  const logged = await readLogged(transaction, calls)
  return {
    conflictsOf: ({ runUuid, params }) =>
      params.flatMap(({ key, value }) => {
        const before = logged.get(placeOf(runUuid, key))
        return before === undefined || before === value ? [] : [{ key, logged: before, attempted: value }]
      }),
    add: ({ runUuid, params }) => {
      for (const { key, value } of params) logged.set(placeOf(runUuid, key), value)
    },
  }
}

async function readLogged(transaction: Transaction, calls: readonly IngestCall[]): Promise<Map<string, string>> {
  const uuids: string[] = []
  const names: string[] = []
  for (const { batch } of calls) {
    for (const { key } of batch.params) {
      uuids.push(batch.runUuid)
      names.push(key)
    }
  }
  if (uuids.length === 0) return new Map()
  const rows = await transaction.all<ParamRow>(
    sql`select r.uuid, k.name, p.value
      from ${unnest({ values: uuids, type: 'text' }, { values: names, type: 'text' })} wanted (uuid, name)
      join runs r on r.uuid = wanted.uuid join keys k on k.name = wanted.name
      join params p on p.run_id = r.id and p.key_id = k.id`,
  )
  return new Map(rows.map((row) => [placeOf(row.uuid, row.name), row.value]))
}

/** Inserts the params of accepted calls that are new. */
export function writeParams(transaction: Transaction, ids: ReadonlyMap<string, number>, calls: readonly CheckedCall[]): void {
  const rows = new Map<string, Cells>()
  for (const { call, run } of calls) {
    for (const { key, value } of call.batch.params) {
      rows.set(placeOf(run.uuid, key), [run.id, ids.get(key) ?? 0, value, run.experiment_id, run.start_time])
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

function placeOf(runUuid: string, key: string): string {
  return `${runUuid} ${key}`
}
