import type { Connection } from '../../../database.ts'
import { type ParamConflict, paramsChanged } from '../../../ingest/index.ts'
import { sql } from '../../../sql.ts'
import type { CheckedCall } from './call.ts'
import { arrayLiteral } from './array-literal.ts'
import { insertRows, type Cells } from './insert-rows.ts'
import { FlushConflict, type Outcome } from './flush.ts'

type ParamRow = { run_id: number; key_id: number; value: string }

/** Parts calls whose params are new or unchanged from those that would change one. Earlier calls of the group count. */
export async function checkParams(
  connection: Connection,
  ids: ReadonlyMap<string, number>,
  calls: readonly CheckedCall[],
): Promise<{ accepted: CheckedCall[]; refused: Outcome[] }> {
  const logged = await readLogged(connection, ids, calls)
  const accepted: CheckedCall[] = []
  const refused: Outcome[] = []
  for (const checked of calls) {
    const { call, run } = checked
    const changed: ParamConflict[] = []
    for (const { key, value } of call.batch.params) {
      const before = logged.get(placeOf(run.id, ids.get(key)))
      if (before !== undefined && before !== value) changed.push({ key, logged: before, attempted: value })
    }
    if (changed.length > 0) {
      refused.push({ call, run, error: paramsChanged(call.batch, changed) })
      continue
    }
    for (const { key, value } of call.batch.params) logged.set(placeOf(run.id, ids.get(key)), value)
    accepted.push(checked)
  }
  return { accepted, refused }
}

/** Inserts the params of accepted calls. Throws FlushConflict when another transaction logged one differently meanwhile. */
export async function writeParams(connection: Connection, ids: ReadonlyMap<string, number>, calls: readonly CheckedCall[]): Promise<void> {
  const rows = new Map<string, Cells>()
  for (const { call, run } of calls) {
    for (const { key, value } of call.batch.params) {
      const keyId = ids.get(key) ?? 0
      rows.set(placeOf(run.id, keyId), [run.id, keyId, value, run.experiment_id, run.start_time])
    }
  }
  const stored = await insertRows<ParamRow>(connection, {
    table: 'params',
    columns: { run_id: 'bigint', key_id: 'bigint', value: 'text', experiment_id: 'bigint', start_time: 'bigint' },
    rows: [...rows.values()],
    after: 'on conflict (run_id, key_id) do update set value = params.value returning run_id, key_id, value',
  })
  for (const { run_id: runId, key_id: keyId, value } of stored) {
    if (rows.get(placeOf(runId, keyId))?.[2] !== value) throw new FlushConflict('a param was logged by another server at the same time')
  }
}

async function readLogged(connection: Connection, ids: ReadonlyMap<string, number>, calls: readonly CheckedCall[]): Promise<Map<string, string>> {
  const runIds: number[] = []
  const keyIds: number[] = []
  for (const { call, run } of calls) {
    for (const { key } of call.batch.params) {
      runIds.push(run.id)
      keyIds.push(ids.get(key) ?? 0)
    }
  }
  if (runIds.length === 0) return new Map()
  const rows = await connection.all<ParamRow>(
    sql`select p.run_id, p.key_id, p.value
      from unnest(${arrayLiteral(runIds)}::bigint[], ${arrayLiteral(keyIds)}::bigint[]) wanted (run_id, key_id)
      join params p on p.run_id = wanted.run_id and p.key_id = wanted.key_id`,
  )
  return new Map(rows.map((row) => [placeOf(row.run_id, row.key_id), row.value]))
}

function placeOf(runId: number, keyId: number | undefined): string {
  return `${runId} ${keyId}`
}
