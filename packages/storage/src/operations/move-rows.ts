import type { Int64 } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { list, raw, type Sql, sql } from '../sql.ts'

/** What has to be known of a run to move it. */
export type MovedRun = {
  readonly id: number
  readonly uuid: string
  readonly experiment_id: number
  readonly start_time: Int64
}

export const RUNS_PER_STATEMENT = 200

/** Tables that repeat the experiment of a run. */
const repeating = ['params', 'tags', 'metrics'] as const

/** Gives the rows of some runs to an experiment. Points know no experiment. */
export async function moveRows(connection: Connection, runs: readonly MovedRun[], experimentId: number): Promise<void> {
  for (let at = 0; at < runs.length; at += RUNS_PER_STATEMENT) {
    const some = runs.slice(at, at + RUNS_PER_STATEMENT)
    const ids = list(some.map(({ id }) => id))
    for (const table of repeating)
      await connection.run(sql`update ${raw(table)} set experiment_id = ${experimentId} where run_id in ${ids}`)
    await moveDatasets(connection, ids, experimentId)
    await moveModels(connection, some, experimentId)
    await connection.run(sql`update runs set experiment_id = ${experimentId} where id in ${ids}`)
  }
}

/** Datasets belong to an experiment. The one that a run leaves may have other runs that read them, so they stay there, and are described anew. */
async function moveDatasets(connection: Connection, runIds: Sql, experimentId: number): Promise<void> {
  const used = sql`select dataset_id from inputs where run_id in ${runIds} union select dataset_id from outputs where run_id in ${runIds}`
  await connection.run(
    sql`insert into datasets (experiment_id, name, digest, source_type, source, schema, profile)
      select cast(${experimentId} as bigint), o.name, o.digest, o.source_type, o.source, o.schema, o.profile from datasets o
      where o.id in (${used}) and o.experiment_id <> ${experimentId}
      on conflict (experiment_id, name, digest) do nothing`,
  )
  for (const table of ['inputs', 'input_tags', 'outputs']) {
    const name = raw(table)
    await connection.run(
      sql`update ${name} set dataset_id = coalesce((select t.id from datasets o join datasets t on t.name = o.name and t.digest = o.digest
          where o.id = ${name}.dataset_id and t.experiment_id = ${experimentId}), dataset_id)
        where run_id in ${runIds}`,
    )
  }
}

/** Models that the runs made go along: files of models go with their experiment when that is deleted for good. */
async function moveModels(connection: Connection, runs: readonly MovedRun[], experimentId: number): Promise<void> {
  const from = [...new Set(runs.map((run) => run.experiment_id))]
  await connection.run(
    sql`update logged_models set experiment_id = ${experimentId}
      where experiment_id in ${list(from)} and source_run_id in ${list(runs.map(({ uuid }) => uuid))}`,
  )
}
