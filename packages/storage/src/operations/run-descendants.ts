import type { Connection } from '../database.ts'
import { indexedBy, indexedText } from '../search/index.ts'
import { list, raw, sql } from '../sql.ts'
import { findKeys } from './keys.ts'
import { type MovedRun, RUNS_PER_STATEMENT } from './move-rows.ts'

const PARENT_TAG = 'mlflow.parentRunId'

/** Some runs and all that are nested below them in the same experiment, deleted or not. Ends soon after there are more than `most`. */
export async function findDescendants(connection: Connection, runs: readonly MovedRun[], most: number): Promise<readonly MovedRun[]> {
  const keyId = (await findKeys(connection, [PARENT_TAG])).get(PARENT_TAG)
  if (keyId === undefined) return runs
  const found = new Map(runs.map((run) => [run.id, run]))
  for (let parents = runs; parents.length > 0 && found.size <= most;) {
    const children: MovedRun[] = []
    for (const child of await findChildren(connection, parents, keyId)) {
      if (found.has(child.id)) continue
      found.set(child.id, child)
      children.push(child)
    }
    parents = children
  }
  return [...found.values()]
}

async function findChildren(connection: Connection, parents: readonly MovedRun[], keyId: number): Promise<MovedRun[]> {
  const { dialect } = connection
  const children: MovedRun[] = []
  for (const [experimentId, ofExperiment] of Map.groupBy(parents, (run) => run.experiment_id)) {
    for (let at = 0; at < ofExperiment.length; at += RUNS_PER_STATEMENT) {
      const uuids = list(ofExperiment.slice(at, at + RUNS_PER_STATEMENT).map(({ uuid }) => uuid))
      const tags = sql`tags v${indexedBy(dialect, 'tags_by_value')}`
      children.push(
        ...(await connection.all<MovedRun>(
          sql`select r.id, r.uuid, r.experiment_id, r.start_time from ${tags} cross join runs r where r.id = v.run_id
            and v.experiment_id = ${experimentId} and v.key_id = ${keyId} and ${indexedText(dialect, raw('v.value'))} in ${uuids}`,
        )),
      )
    }
  }
  return children
}
