import { type LoggedDataset, limits, RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { list, sql } from '../sql.ts'
import { keepFiles } from '../lineage/index.ts'
import { assertLength } from './check-text.ts'

/** Refuses a dataset with a text that is too long, in MLflow's words. */
export function assertDataset(dataset: LoggedDataset, digestLength: number): void {
  assertLength(dataset.name, limits.datasetNameLength, 'name')
  assertLength(dataset.digest, digestLength, 'digest')
  assertLength(dataset.source, limits.datasetSourceLength, 'source')
  assertLength(dataset.schema, limits.datasetSchemaLength, 'schema')
  assertLength(dataset.profile, limits.datasetProfileLength, 'profile')
  for (const field of ['files', 'folders'] as const) {
    const related = dataset[field]
    if (related.length > limits.filesPerDataset)
      throw new RepriseError('INVALID_PARAMETER_VALUE', `A dataset may have ${limits.filesPerDataset} ${field}. Got ${related.length}.`)
    for (const { path, digest } of related) {
      assertLength(path, limits.datasetSourceLength, `${field}.path`)
      assertLength(digest, limits.outputDigestLength, `${field}.digest`)
    }
  }
}

/** The id of a dataset of an experiment, whose files and folders lineage knows from now on. It is known by name and digest, and stays as it was first described. */
export async function internDataset(connection: Connection, experimentId: number, dataset: LoggedDataset): Promise<number> {
  await keepFiles(connection, dataset)
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
