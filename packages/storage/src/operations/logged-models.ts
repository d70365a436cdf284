import { limits, loggedModelStatus, RepriseError, type RequestFor } from '@reprise/protocol'
import { assertName } from '../ingest/names.ts'
import type { LoggedModelRow } from '../search/index.ts'
import { join, list, sql } from '../sql.ts'
import type { Handler, HandlerContext } from '../store.ts'
import { joinLocation } from './artifact-location.ts'
import { truncate } from './check-text.ts'
import { assertExperimentActive, findExperiment, locationOf } from './find-experiment.ts'
import { describeLoggedModels, findLoggedModel } from './find-logged-model.ts'
import { DELETED } from './lifecycle.ts'
import { generateRunName } from './run-name.ts'

export const createLoggedModel: Handler<'createLoggedModel'> = async (context, request) => {
  const experiment = await findExperiment(context.connection, request.experiment_id)
  assertExperimentActive(experiment)
  assertModelName(request.name)
  const params = toPairs('params', request.params)
  const tags = toPairs('tags', request.tags)
  const uuid = `m-${context.newRunId()}`
  const now = context.now()
  const values = list([
    uuid,
    experiment.id,
    request.name ?? generateRunName(context.random),
    joinLocation(locationOf(context, experiment), 'models', uuid, 'artifacts'),
    loggedModelStatus.values.LOGGED_MODEL_PENDING,
    request.model_type ?? '',
    request.source_run_id ?? '',
    now,
    now,
  ])
  await context.connection.run(
    sql`insert into logged_models (uuid, experiment_id, name, artifact_uri, status, model_type, source_run_id, creation_time, last_update_time)
      values ${values}`,
  )
  const model = await findLoggedModel(context.connection, uuid)
  await insertParams(context, model, params)
  await writeTags(context, model, tags)
  return describe(context, model)
}

export const getLoggedModel: Handler<'getLoggedModel'> = async (context, request) =>
  describe(context, await findLoggedModel(context.connection, request.model_id))

export const finalizeLoggedModel: Handler<'finalizeLoggedModel'> = async (context, request) => {
  const model = await findLoggedModel(context.connection, request.model_id)
  const status = loggedModelStatus.values[request.status]
  const now = context.now()
  await context.connection.run(sql`update logged_models set status = ${status}, last_update_time = ${now} where id = ${model.id}`)
  return describe(context, { ...model, status, last_update_time: now })
}

export const deleteLoggedModel: Handler<'deleteLoggedModel'> = async (context, request) => {
  const model = await findLoggedModel(context.connection, request.model_id)
  await context.connection.run(
    sql`update logged_models set lifecycle = ${DELETED}, last_update_time = ${context.now()} where id = ${model.id}`,
  )
  return {}
}

export const setLoggedModelTags: Handler<'setLoggedModelTags'> = async (context, request) => {
  const tags = toPairs('tags', request.tags)
  await writeTags(context, await findLoggedModel(context.connection, request.model_id), tags)
  return {}
}

export const deleteLoggedModelTag: Handler<'deleteLoggedModelTag'> = async (context, request) => {
  const model = await findLoggedModel(context.connection, request.model_id)
  const key = request.tag_key
  const deleted = await context.connection.run(sql`delete from logged_model_tags where model_id = ${model.id} and key = ${key}`)
  if (deleted > 0) return {}
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `No tag with key '${key}' found for model with ID '${model.uuid}'.`)
}

export const logLoggedModelParams: Handler<'logLoggedModelParams'> = async (context, request) => {
  const params = toPairs('params', request.params)
  await insertParams(context, await findLoggedModel(context.connection, request.model_id), params)
  return {}
}

async function describe({ connection }: HandlerContext, row: LoggedModelRow) {
  const [model] = await describeLoggedModels(connection, [row])
  if (model === undefined) throw new RepriseError('INTERNAL_ERROR', `The model ${row.uuid} could not be described.`)
  return { model }
}

/** Throws INVALID_PARAMETER_VALUE in MLflow's words. */
function assertModelName(name: string | undefined): void {
  if (name === undefined || (name !== '' && !/[/:.%"']/.test(name))) return
  const why = `Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`
  throw new RepriseError('INVALID_PARAMETER_VALUE', `Invalid model name ('${truncate(name, limits.keyLength)}') provided. ${why}`)
}

type Given = RequestFor<'createLoggedModel'>['params']

/** Keys are those of runs; the last of several values counts, and values that are too long are cut as those of runs are. */
function toPairs(what: 'params' | 'tags', given: Given): ReadonlyMap<string, string> {
  const [entity, most] =
    what === 'params' ? (['Param key', limits.paramValueLength] as const) : (['Tag key', limits.runTagValueLength] as const)
  return new Map(
    given.map(({ key, value = '' }, index) => {
      assertName(key, entity, `${what}[${index}].key`)
      return [key, truncate(value, most)]
    }),
  )
}

/** Throws INVALID_PARAMETER_VALUE for a param that has another value already. */
async function insertParams({ connection }: HandlerContext, model: LoggedModelRow, params: ReadonlyMap<string, string>): Promise<void> {
  if (params.size === 0) return
  const known = await connection.all<{ key: string; value: string }>(
    sql`select key, value from logged_model_params where model_id = ${model.id} and key in ${list([...params.keys()])}`,
  )
  const changed = known.find(({ key, value }) => params.get(key) !== value)
  if (changed !== undefined) {
    const { key, value } = changed
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `Changing param values is not allowed. Param with key='${key}' was already logged with value='${value}' for model ID='${model.uuid}'. Attempted logging new value '${params.get(key) ?? ''}'.`,
    )
  }
  const rows = [...params].map(([key, value]) => list([model.id, key, value]))
  await connection.run(sql`insert into logged_model_params (model_id, key, value) values ${join(rows, ', ')} on conflict do nothing`)
}

async function writeTags({ connection }: HandlerContext, model: LoggedModelRow, tags: ReadonlyMap<string, string>): Promise<void> {
  if (tags.size === 0) return
  const rows = [...tags].map(([key, value]) => list([model.id, key, value]))
  await connection.run(
    sql`insert into logged_model_tags (model_id, key, value) values ${join(rows, ', ')}
      on conflict (model_id, key) do update set value = excluded.value`,
  )
}
