import { limits, type LoggedDatasetInput, missingValue, RepriseError } from '@reprise/protocol'
import { list, sql } from '../sql.ts'
import type { Handler, HandlerContext } from '../store.ts'
import { assertLength } from './check-text.ts'
import { assertDataset, internDataset } from './datasets.ts'
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

/** Records datasets that a run made. One that is named again changes nothing. */
export const logDatasetOutputs: Handler<'logDatasetOutputs'> = async (context, request) => {
  const { connection } = context
  runIdOf(request)
  const { datasets } = request
  if (datasets.length > limits.datasetsPerCall) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `A request may name ${limits.datasetsPerCall} datasets. Got ${datasets.length}.`)
  }
  for (const dataset of datasets) assertDataset(dataset, limits.outputDigestLength)
  const run = await findActiveRun(connection, request)
  for (const dataset of datasets) {
    const id = await internDataset(connection, run.experiment_id, dataset)
    await connection.run(sql`insert into outputs (run_id, dataset_id) values ${list([run.id, id])} on conflict do nothing`)
  }
  await context.announce('run-updated', run.experiment_id, run.uuid)
  return {}
}

function assertInput({ dataset, tags }: LoggedDatasetInput): void {
  assertDataset(dataset, limits.datasetDigestLength)
  for (const { key, value } of tags) {
    assertLength(key, limits.inputTagKeyLength, 'key')
    assertLength(value, limits.inputTagValueLength, 'value')
  }
}

async function insertInput({ connection }: HandlerContext, run: RunRow, { dataset, tags }: LoggedDatasetInput): Promise<void> {
  const datasetId = await internDataset(connection, run.experiment_id, dataset)
  const added = await connection.run(
    sql`insert into inputs (run_id, dataset_id) values ${list([run.id, datasetId])} on conflict do nothing`,
  )
  if (added === 0) return
  for (const [key, value] of new Map(tags.map((tag) => [tag.key, tag.value]))) {
    await connection.run(sql`insert into input_tags (run_id, dataset_id, key, value) values ${list([run.id, datasetId, key, value])}`)
  }
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
