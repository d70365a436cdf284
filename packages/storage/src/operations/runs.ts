import { type RunStatus, runStatus } from '@reprise/protocol'
import { join, sql } from '../sql.ts'
import type { Handler } from '../store.ts'
import { recordRunEvent } from '../webhooks/index.ts'
import { describePart, toRunInfo } from './describe-runs.ts'
import { findActiveRun, findRun } from './find-run.ts'
import { ACTIVE, DELETED, isTerminal } from './lifecycle.ts'
import { parseProjection } from './projection.ts'
import { RUN_NAME_TAG, writeTags } from './run-tags.ts'

export const getRun: Handler<'getRun'> = async (context, request) => {
  const projection = parseProjection(request.fields)
  return describePart(context, await findRun(context.connection, request), projection)
}

/** An absent field keeps its value; an empty name is as good as absent. A finished run may be set RUNNING again. */
export const updateRun: Handler<'updateRun'> = async (context, request) => {
  const run = await findActiveRun(context.connection, request)
  const { status, end_time: endTime } = request
  const name = request.run_name || undefined
  const updated = {
    ...run,
    status: status === undefined ? run.status : numberOf(status),
    end_time: endTime ?? run.end_time,
    name: name ?? run.name,
  }
  const assignments = [
    ...(status === undefined ? [] : [sql`status = ${updated.status}`]),
    ...(endTime === undefined ? [] : [sql`end_time = ${endTime}`]),
    ...(name === undefined ? [] : [sql`name = ${name}`]),
  ]
  if (assignments.length > 0) await context.connection.run(sql`update runs set ${join(assignments, ', ')} where id = ${run.id}`)
  if (name !== undefined) await writeTags(context, run, new Map([[RUN_NAME_TAG, name]]))
  await recordRunEvent(context, { ...updated, before: run.status, after: updated.status })
  await context.announce(status !== undefined && isTerminal(status) ? 'run-finished' : 'run-updated', run.experiment_id, run.uuid)
  return { run_info: toRunInfo(updated) }
}

/** Deleting twice is fine, and keeps the time of the first. Children of the run stay. */
export const deleteRun: Handler<'deleteRun'> = async (context, request) => {
  const run = await findRun(context.connection, request)
  if (run.lifecycle === DELETED) return {}
  await context.connection.run(sql`update runs set lifecycle = ${DELETED}, deleted_time = ${context.now()} where id = ${run.id}`)
  await context.announce('run-deleted', run.experiment_id, run.uuid)
  return {}
}

export const restoreRun: Handler<'restoreRun'> = async (context, request) => {
  const run = await findRun(context.connection, request)
  if (run.lifecycle === ACTIVE) return {}
  await context.connection.run(sql`update runs set lifecycle = ${ACTIVE}, deleted_time = null where id = ${run.id}`)
  await context.announce('run-updated', run.experiment_id, run.uuid)
  return {}
}

function numberOf(status: RunStatus): number {
  return runStatus.values[status]
}
