import { limits, missingValue, RepriseError } from '@reprise/protocol'
import { list, sql } from '../sql.ts'
import type { Handler, HandlerContext } from '../store.ts'
import { joinLocation, toArtifactLocation } from './artifact-location.ts'
import { assertLength } from './check-text.ts'
import { describeExperiments } from './describe-experiments.ts'
import { assertExperimentTag } from './experiment-tags.ts'
import { type ExperimentRow, experimentColumns, findExperiment, noExperiment } from './find-experiment.ts'
import { ACTIVE, DELETED } from './lifecycle.ts'

export const createExperiment: Handler<'createExperiment'> = async (context, request) => {
  assertLength(request.name, limits.experimentNameLength, 'name')
  const tags = new Map(request.tags.map((tag) => [tag.key, tag.value ?? '']))
  for (const [key, value] of tags) assertExperimentTag(key, value)
  const given = request.artifact_location
  const location = given === undefined || given === '' ? undefined : toArtifactLocation(given)
  const id = await insertExperiment(context, request.name, location ?? '')
  if (location === undefined) {
    await context.connection.run(
      sql`update experiments set artifact_location = ${joinLocation(context.artifactRoot, String(id))} where id = ${id}`,
    )
  }
  for (const [key, value] of tags) {
    await context.connection.run(sql`insert into experiment_tags (experiment_id, key, value) values ${list([id, key, value])}`)
  }
  await context.announce('experiment-created', id)
  return { experiment_id: String(id) }
}

export const getExperiment: Handler<'getExperiment'> = async (context, request) => {
  return describe(context, await findExperiment(context.connection, request.experiment_id))
}

export const getExperimentByName: Handler<'getExperimentByName'> = async (context, request) => {
  const name = request.experiment_name
  const row = await context.connection.get<ExperimentRow>(sql`select ${experimentColumns} from experiments where name = ${name}`)
  if (row === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `Could not find experiment with name '${name}'`)
  return describe(context, row)
}

/** Renames. MLflow answers a deleted experiment with a 500, which its clients retry for minutes; this is a 400. */
export const updateExperiment: Handler<'updateExperiment'> = async (context, request) => {
  const { connection } = context
  const name = request.new_name ?? ''
  if (name === '') throw missingValue('new_name')
  const experiment = await findExperiment(connection, request.experiment_id)
  assertLength(name, limits.experimentNameLength, 'name')
  if (experiment.lifecycle !== ACTIVE) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'Cannot rename a non-active experiment.', { hint: 'Restore the experiment first.' })
  }
  const other = await connection.get<{ id: number }>(sql`select id from experiments where name = ${name} and id <> ${experiment.id}`)
  if (other !== undefined) throw nameTaken(name)
  await connection.run(sql`update experiments set name = ${name}, last_update_time = ${context.now()} where id = ${experiment.id}`)
  await context.announce('experiment-updated', experiment.id)
  return {}
}

/** Its runs go with it. Deleting twice is an error in MLflow, too. */
export const deleteExperiment: Handler<'deleteExperiment'> = async (context, request) => {
  const now = context.now()
  const experiment = await findExperiment(context.connection, request.experiment_id)
  if (experiment.lifecycle === DELETED) throw noExperiment(experiment.id)
  await context.connection.run(
    sql`update experiments set lifecycle = ${DELETED}, last_update_time = ${now}, deleted_time = ${now} where id = ${experiment.id}`,
  )
  await context.connection.run(
    sql`update runs set lifecycle = ${DELETED}, deleted_time = ${now} where experiment_id = ${experiment.id} and lifecycle = ${ACTIVE}`,
  )
  await context.announce('experiment-updated', experiment.id)
  return {}
}

/** Makes all its runs active, also those that had been deleted one by one before: MLflow's rule. */
export const restoreExperiment: Handler<'restoreExperiment'> = async (context, request) => {
  const experiment = await findExperiment(context.connection, request.experiment_id)
  if (experiment.lifecycle === ACTIVE) throw noExperiment(experiment.id)
  await context.connection.run(
    sql`update experiments set lifecycle = ${ACTIVE}, last_update_time = ${context.now()}, deleted_time = null where id = ${experiment.id}`,
  )
  await context.connection.run(
    sql`update runs set lifecycle = ${ACTIVE}, deleted_time = null where experiment_id = ${experiment.id} and lifecycle = ${DELETED}`,
  )
  await context.announce('experiment-updated', experiment.id)
  return {}
}

async function insertExperiment(context: HandlerContext, name: string, location: string): Promise<number> {
  const now = context.now()
  const created = await context.connection.get<{ id: number }>(
    sql`insert into experiments (name, artifact_location, creation_time, last_update_time) values ${list([name, location, now, now])}
      on conflict (name) do nothing returning id`,
  )
  if (created === undefined) throw nameTaken(name)
  return created.id
}

async function describe(context: HandlerContext, row: ExperimentRow) {
  const [experiment] = await describeExperiments(context, [row])
  if (experiment === undefined) throw noExperiment(row.id)
  return { experiment }
}

function nameTaken(name: string): RepriseError {
  return new RepriseError('RESOURCE_ALREADY_EXISTS', `Experiment(name=${name}) already exists.`, {
    hint: 'Deleted experiments keep their names: choose another name, or restore it.',
  })
}
