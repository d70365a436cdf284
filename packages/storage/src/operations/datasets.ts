import { type Dataset, limits } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { list, sql } from '../sql.ts'
import { assertLength } from './check-text.ts'

/** Refuses a dataset with a text that is too long, in MLflow's words. */
export function assertDataset(dataset: Dataset, digestLength: number): void {
  assertLength(dataset.name, limits.datasetNameLength, 'name')
  assertLength(dataset.digest, digestLength, 'digest')
  assertLength(dataset.source, limits.datasetSourceLength, 'source')
  assertLength(dataset.schema, limits.datasetSchemaLength, 'schema')
  assertLength(dataset.profile, limits.datasetProfileLength, 'profile')
}

/** The id of a dataset of an experiment. It is known by name and digest, and stays as it was first described. */
export async function internDataset(connection: Connection, experimentId: number, dataset: Dataset): Promise<number> {
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
