import type { Connection } from '../database.ts'
import { list, raw, sql } from '../sql.ts'

/** A run that was deleted softly. */
export interface GarbageRun {
  readonly id: number
  readonly uuid: string
  readonly artifactUri: string
}

const DELETED = 1
/** The experiment that must exist. */
const DEFAULT_EXPERIMENT = 0

/** Everything that hangs on a run, by its id. */
const tablesOfRuns = ['params', 'tags', 'metrics', 'journal', 'blocks', 'input_tags', 'inputs', 'model_links'] as const

/** Runs deleted before a moment, up to `limit`, in the order of their ids. */
export async function findGarbage(connection: Connection, olderThan: number, limit: number): Promise<GarbageRun[]> {
  const rows = await connection.all<{ id: number; uuid: string; artifact_uri: string }>(
    sql`select id, uuid, artifact_uri from runs where lifecycle = ${DELETED} and coalesce(deleted_time, 0) < ${olderThan} order by id limit ${limit}`,
  )
  return rows.map(({ id, uuid, artifact_uri: artifactUri }) => ({ id, uuid, artifactUri }))
}

/** How many runs and experiments would go. */
export async function countGarbage(connection: Connection, olderThan: number): Promise<{ runs: number; experiments: number }> {
  const count = await connection.get<{ runs: number; experiments: number }>(
    sql`select (select count(*) from runs where lifecycle = ${DELETED} and coalesce(deleted_time, 0) < ${olderThan}) as runs,
      (select count(*) from experiments e where ${removableExperiments(olderThan)}
        and not exists (select 1 from runs r where r.experiment_id = e.id and not (r.lifecycle = ${DELETED} and coalesce(r.deleted_time, 0) < ${olderThan}))) as experiments`,
  )
  return { runs: Number(count?.runs ?? 0), experiments: Number(count?.experiments ?? 0) }
}

/**
 * Deletes runs with everything that hangs on them, in the caller's transaction. A run that was restored since it was
 * found stays. Answers how many runs and how many stored points went.
 */
export async function deleteRunsForGood(connection: Connection, found: readonly GarbageRun[]): Promise<{ runs: number; points: number }> {
  if (found.length === 0) return { runs: 0, points: 0 }
  const ids = list(found.map(({ id }) => id))
  const still = await connection.all<{ id: number }>(sql`select id from runs where lifecycle = ${DELETED} and id in ${ids} order by id`)
  if (still.length === 0) return { runs: 0, points: 0 }
  const gone = list(still.map(({ id }) => id))
  const counted = await connection.get<{ points: number }>(
    sql`select coalesce((select sum(point_count) from journal where run_id in ${gone}), 0)
      + coalesce((select sum(point_count) from blocks where run_id in ${gone}), 0) as points`,
  )
  for (const table of tablesOfRuns) await connection.run(sql`delete from ${raw(table)} where run_id in ${gone}`)
  const runs = await connection.run(sql`delete from runs where id in ${gone}`)
  return { runs, points: Number(counted?.points ?? 0) }
}

/** Deletes the deleted experiments that have no runs left; answers how many. */
export async function deleteEmptyExperiments(connection: Connection, olderThan: number): Promise<number> {
  const rows = await connection.all<{ id: number }>(
    sql`select e.id from experiments e where ${removableExperiments(olderThan)} and not exists (select 1 from runs r where r.experiment_id = e.id)`,
  )
  if (rows.length === 0) return 0
  const ids = list(rows.map(({ id }) => id))
  await connection.run(sql`delete from experiment_tags where experiment_id in ${ids}`)
  await connection.run(sql`delete from datasets where experiment_id in ${ids}`)
  return connection.run(sql`delete from experiments where id in ${ids}`)
}

function removableExperiments(olderThan: number) {
  return sql`e.lifecycle = ${DELETED} and coalesce(e.deleted_time, 0) < ${olderThan} and e.id <> ${DEFAULT_EXPERIMENT}`
}
