import type { Connection } from '../database.ts'
import { type Sql, sql } from '../sql.ts'

/** The experiment that must exist. */
const DEFAULT_EXPERIMENT = 0

/** Of `runs r`: deleted before a moment. The number stands in the text, so that the index of deleted runs serves it. */
export function removableRuns(olderThan: number): Sql {
  return sql`r.lifecycle = 1 and coalesce(r.deleted_time, 0) < ${olderThan}`
}

/** Of `experiments e`: deleted before a moment. */
export function removableExperiments(olderThan: number): Sql {
  return sql`e.lifecycle = 1 and coalesce(e.deleted_time, 0) < ${olderThan} and e.id <> ${DEFAULT_EXPERIMENT}`
}

/** What a collection would delete: the runs and their points, and the experiments that have no other runs. */
export async function countGarbage(
  connection: Connection,
  olderThan: number,
): Promise<{ runs: number; experiments: number; points: number }> {
  const ofRuns = sql`select r.id from runs r where ${removableRuns(olderThan)}`
  const count = await connection.get<{ runs: number; experiments: number; points: number }>(
    sql`select (select count(*) from runs r where ${removableRuns(olderThan)}) as runs,
      (select count(*) from experiments e where ${removableExperiments(olderThan)}
        and not exists (select 1 from runs r where r.experiment_id = e.id and not (${removableRuns(olderThan)}))) as experiments,
      (select coalesce(sum(point_count), 0) from journal where run_id in (${ofRuns}))
        + (select coalesce(sum(point_count), 0) from blocks where run_id in (${ofRuns})) as points`,
  )
  return { runs: Number(count?.runs ?? 0), experiments: Number(count?.experiments ?? 0), points: Number(count?.points ?? 0) }
}
