import { type Int64, toWireInt64 } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { list, sql } from '../sql.ts'

type InputRow = { run_id: number; dataset_id: number }
type InputTagRow = { run_id: number; dataset_id: number; key: string; value: string }
type DatasetRow = {
  id: number
  name: string
  digest: string
  source_type: string
  source: string
  schema: string | null
  profile: string | null
}
type ModelLinkRow = { run_id: number; model_id: string; step: Int64 }

/** As `model_links.direction` holds it. */
export const MODEL_INPUT = 0
export const MODEL_OUTPUT = 1

/** Per run, the inside of the JSON object `inputs`; runs without inputs are left out. */
export async function readInputs(connection: Connection, runIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const [datasets, links] = await Promise.all([readDatasetInputs(connection, runIds), readModelLinks(connection, runIds, MODEL_INPUT)])
  const models = groupTexts(links, (row) => JSON.stringify({ model_id: row.model_id }))
  return joinSections([
    ['dataset_inputs', datasets],
    ['model_inputs', models],
  ])
}

/** Per run, the inside of the JSON object `outputs`; runs without outputs are left out. */
export async function readOutputs(connection: Connection, runIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const [links, datasets] = await Promise.all([readModelLinks(connection, runIds, MODEL_OUTPUT), readDatasetOutputs(connection, runIds)])
  const models = groupTexts(links, (row) => JSON.stringify({ model_id: row.model_id, step: toWireInt64(row.step) }))
  return joinSections([
    ['model_outputs', models],
    ['dataset_outputs', datasets],
  ])
}

function joinSections(sections: readonly (readonly [name: string, texts: ReadonlyMap<number, string>])[]): ReadonlyMap<number, string> {
  const joined = new Map<number, string>()
  for (const [name, texts] of sections) {
    for (const [runId, text] of texts) {
      const before = joined.get(runId)
      joined.set(runId, `${before === undefined ? '' : `${before},`}"${name}":[${text}]`)
    }
  }
  return joined
}

async function readDatasetOutputs(connection: Connection, runIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const outputs = await connection.all<InputRow>(
    sql`select run_id, dataset_id from outputs where run_id in ${list(runIds)} order by run_id, dataset_id`,
  )
  if (outputs.length === 0) return new Map()
  const datasets = await readDatasets(connection, [...new Set(outputs.map((output) => output.dataset_id))])
  return groupTexts(outputs, (output) => `{"dataset":${datasets.get(output.dataset_id) ?? '{}'}}`)
}

async function readDatasetInputs(connection: Connection, runIds: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const inputs = await connection.all<InputRow>(
    sql`select run_id, dataset_id from inputs where run_id in ${list(runIds)} order by run_id, dataset_id`,
  )
  if (inputs.length === 0) return new Map()
  const tagRows = await connection.all<InputTagRow>(
    sql`select run_id, dataset_id, key, value from input_tags where run_id in ${list(runIds)} order by run_id, dataset_id, key`,
  )
  const tags = new Map<string, { key: string; value: string }[]>()
  for (const { run_id: runId, dataset_id: datasetId, key, value } of tagRows) {
    const ofInput = tags.get(`${runId} ${datasetId}`) ?? []
    tags.set(`${runId} ${datasetId}`, [...ofInput, { key, value }])
  }
  const datasets = await readDatasets(connection, [...new Set(inputs.map((input) => input.dataset_id))])
  return groupTexts(inputs, (input) => {
    const ofInput = tags.get(`${input.run_id} ${input.dataset_id}`)
    return `{${ofInput === undefined ? '' : `"tags":${JSON.stringify(ofInput)},`}"dataset":${datasets.get(input.dataset_id) ?? '{}'}}`
  })
}

async function readDatasets(connection: Connection, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await connection.all<DatasetRow>(
    sql`select id, name, digest, source_type, source, schema, profile from datasets where id in ${list(ids)}`,
  )
  return new Map(
    rows.map(({ id, schema, profile, ...rest }) => [
      id,
      JSON.stringify({ ...rest, schema: schema ?? undefined, profile: profile ?? undefined }),
    ]),
  )
}

async function readModelLinks(connection: Connection, runIds: readonly number[], direction: number): Promise<ModelLinkRow[]> {
  return connection.all<ModelLinkRow>(
    sql`select run_id, model_id, step from model_links where run_id in ${list(runIds)} and direction = ${direction} order by run_id, model_id`,
  )
}

function groupTexts<Row extends { run_id: number }>(rows: readonly Row[], encode: (row: Row) => string): ReadonlyMap<number, string> {
  const texts = new Map<number, string>()
  for (const row of rows) {
    const before = texts.get(row.run_id)
    texts.set(row.run_id, before === undefined ? encode(row) : `${before},${encode(row)}`)
  }
  return texts
}
