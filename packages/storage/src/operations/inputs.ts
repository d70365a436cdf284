import { type DatasetInput, limits, missingValue, type RequestFor } from '@reprise/protocol'
import { list, sql } from '../sql.ts'
import type { Handler, HandlerContext } from '../store.ts'
import { assertLength } from './check-text.ts'
import { MODEL_INPUT, MODEL_OUTPUT } from './describe-inputs.ts'
import { findActiveRun, runIdOf, type RunRow } from './find-run.ts'

/**
 * Records what a run read. A dataset is known by experiment, name and digest, and stays as it was first described; a run
 * that names it again, whatever the tags, changes nothing.
 */
export const logInputs: Handler<'logInputs'> = async (context, request) => {
  runIdOf(request)
  for (const input of request.datasets) assertInput(input)
  const run = await findActiveRun(context.connection, request)
  for (const input of request.datasets) await insertInput(context, run, input)
  for (const { model_id: modelId } of request.models) await linkModel(context, run, { direction: MODEL_INPUT, modelId, step: 0 })
  await context.announce('run-updated', run.experiment_id, run.uuid)
  return {}
}

/** Records what a run made. A model that is named again gets the new step. */
export const logOutputs: Handler<'logOutputs'> = async (context, request) => {
  runIdOf(request)
  if (request.models.length === 0) throw missingValue('models')
  const run = await findActiveRun(context.connection, request)
  for (const { model_id: modelId, step = 0 } of request.models) await linkModel(context, run, { direction: MODEL_OUTPUT, modelId, step })
  await context.announce('run-updated', run.experiment_id, run.uuid)
  return {}
}

type Dataset = RequestFor<'logInputs'>['datasets'][number]['dataset']

function assertInput({ dataset, tags }: DatasetInput): void {
  assertLength(dataset.name, limits.datasetNameLength, 'name')
  assertLength(dataset.digest, limits.datasetDigestLength, 'digest')
  assertLength(dataset.source, limits.datasetSourceLength, 'source')
  assertLength(dataset.schema, limits.datasetSchemaLength, 'schema')
  assertLength(dataset.profile, limits.datasetProfileLength, 'profile')
  for (const { key, value } of tags) {
    assertLength(key, limits.inputTagKeyLength, 'key')
    assertLength(value, limits.inputTagValueLength, 'value')
  }
}

async function insertInput({ connection }: HandlerContext, run: RunRow, { dataset, tags }: DatasetInput): Promise<void> {
  const datasetId = await internDataset({ connection }, run.experiment_id, dataset)
  const added = await connection.run(
    sql`insert into inputs (run_id, dataset_id) values ${list([run.id, datasetId])} on conflict do nothing`,
  )
  if (added === 0) return
  for (const [key, value] of new Map(tags.map((tag) => [tag.key, tag.value]))) {
    await connection.run(sql`insert into input_tags (run_id, dataset_id, key, value) values ${list([run.id, datasetId, key, value])}`)
  }
}

async function internDataset({ connection }: Pick<HandlerContext, 'connection'>, experimentId: number, dataset: Dataset): Promise<number> {
  const values = [
    experimentId,
    dataset.name,
    dataset.digest,
    dataset.source_type,
    dataset.source,
    dataset.schema ?? null,
    dataset.profile ?? null,
  ]
  const added = await connection.get<{ id: number }>(
    sql`insert into datasets (experiment_id, name, digest, source_type, source, schema, profile) values ${list(values)}
      on conflict (experiment_id, name, digest) do nothing returning id`,
  )
  if (added !== undefined) return added.id
  const known = await connection.get<{ id: number }>(
    sql`select id from datasets where experiment_id = ${experimentId} and name = ${dataset.name} and digest = ${dataset.digest}`,
  )
  return known?.id ?? 0
}

interface ModelLink {
  readonly direction: number
  readonly modelId: string
  readonly step: number | bigint
}

async function linkModel({ connection }: HandlerContext, run: RunRow, { direction, modelId, step }: ModelLink): Promise<void> {
  await connection.run(
    sql`insert into model_links (run_id, direction, model_id, step) values ${list([run.id, direction, modelId, step])}
      on conflict (run_id, direction, model_id) do update set step = excluded.step`,
  )
}
