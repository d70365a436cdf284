import { runStatus } from '@reprise/protocol'
import type { Connection } from '../../database.ts'
import { internKeys } from '../../operations/keys.ts'
import { list, sql } from '../../sql.ts'
import type { ModelRun } from './model.ts'

/** Writes a run as ingest and summaries would leave it. */
export async function insertRun(connection: Connection, run: ModelRun): Promise<void> {
  const values = list([
    run.uuid,
    run.experimentId,
    run.name,
    run.userId,
    runStatus.values[run.status],
    run.startTime,
    run.endTime ?? null,
    run.deleted ? 1 : 0,
    `x:/${run.uuid}`,
  ])
  const inserted = await connection.get<{ id: number }>(
    sql`insert into runs (uuid, experiment_id, name, user_id, status, start_time, end_time, lifecycle, artifact_uri) values ${values} returning id`,
  )
  const id = inserted?.id ?? 0
  const keys = await internKeys(connection, [...run.params.keys(), ...run.tags.keys(), ...run.metrics.keys()])
  const rest = [run.experimentId, run.startTime]
  for (const [key, value] of run.params) {
    await connection.run(
      sql`insert into params (run_id, key_id, value, experiment_id, start_time) values ${list([id, keys.get(key) ?? 0, value, ...rest])}`,
    )
  }
  for (const [key, value] of run.tags) {
    await connection.run(
      sql`insert into tags (run_id, key_id, value, experiment_id, start_time) values ${list([id, keys.get(key) ?? 0, value, ...rest])}`,
    )
  }
  for (const [key, { last, first, min, max }] of run.metrics) {
    const isNan = Number.isNaN(last)
    const numbers = [isNan ? 0 : last, isNan ? 1 : 0, 0, 0, orNull(min), orNull(max), orNull(first), 0, 0]
    await connection.run(
      sql`insert into metrics (run_id, key_id, experiment_id, start_time, value, is_nan, timestamp, step, min_value, max_value, first_value,
        first_step, first_timestamp) values ${list([id, keys.get(key) ?? 0, ...rest, ...numbers])}`,
    )
  }
  await insertDatasets(connection, run, id)
}

async function insertDatasets(connection: Connection, run: ModelRun, id: number): Promise<void> {
  for (const { name, digest, context } of run.datasets) {
    await connection.run(
      sql`insert into datasets (experiment_id, name, digest, source_type, source) values ${list([run.experimentId, name, digest, 's', 's'])} on conflict do nothing`,
    )
    const dataset = await connection.get<{ id: number }>(
      sql`select id from datasets where experiment_id = ${run.experimentId} and name = ${name} and digest = ${digest}`,
    )
    const datasetId = dataset?.id ?? 0
    await connection.run(sql`insert into inputs (run_id, dataset_id) values ${list([id, datasetId])}`)
    if (context === undefined) continue
    await connection.run(
      sql`insert into input_tags (run_id, dataset_id, key, value) values ${list([id, datasetId, 'mlflow.data.context', context])}`,
    )
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
