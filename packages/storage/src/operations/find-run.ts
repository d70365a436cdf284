import { type Int64, missingValue, RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { isAnyoneTold } from '../webhooks/record-event.ts'
import { ACTIVE } from './lifecycle.ts'

export type RunRow = {
  readonly id: number
  readonly uuid: string
  readonly experiment_id: number
  readonly name: string
  readonly user_id: string
  readonly status: number
  readonly start_time: Int64
  readonly end_time: Int64 | null
  readonly lifecycle: number
  readonly artifact_uri: string
}

/** Of `runs`, under its own name or none. */
export const runColumns = sql`id, uuid, experiment_id, name, user_id, status, start_time, end_time, lifecycle, artifact_uri`

/** How requests name a run: older clients send run_uuid, some send both. */
export interface RunReference {
  readonly run_id?: string | undefined
  readonly run_uuid?: string | undefined
}

/** The id of the run a request is about. Throws INVALID_PARAMETER_VALUE when there is none. */
export function runIdOf(reference: RunReference): string {
  const uuid = reference.run_id || reference.run_uuid
  if (uuid === undefined || uuid === '') throw missingValue('run_id')
  return uuid
}

/** The run, deleted or not. Throws RESOURCE_DOES_NOT_EXIST. */
export async function findRun(connection: Connection, reference: RunReference): Promise<RunRow> {
  return selectRun(connection, reference, { columns: runColumns, lock: raw('') })
}

async function selectRun<Row extends RunRow>(
  connection: Connection,
  reference: RunReference,
  { columns, lock }: { readonly columns: Sql; readonly lock: Sql },
): Promise<Row> {
  const uuid = runIdOf(reference)
  const row = await connection.get<Row>(sql`select ${columns} from runs where uuid = ${uuid} ${lock}`)
  if (row === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `Run with id=${uuid} not found`)
  return row
}

/**
 * The run, for a write that deleted runs refuse. Where several servers write, it is this transaction's until it ends: what
 * is read of it and written back is not what another one has changed meanwhile.
 */
export async function findActiveRun(
  connection: Connection,
  reference: RunReference,
): Promise<RunRow & { readonly is_anyone_told: number }> {
  const lock = raw(connection.dialect === 'postgres' ? 'for no key update of runs' : '')
  const run = await selectRun<RunRow & { readonly is_anyone_told: number }>(connection, reference, {
    columns: sql`${runColumns}, ${isAnyoneTold}`,
    lock,
  })
  if (run.lifecycle === ACTIVE) return run
  throw new RepriseError('INVALID_PARAMETER_VALUE', `The run ${run.uuid} must be in the 'active' state. Current state is deleted.`, {
    hint: 'Restore the run first.',
  })
}
