import type { AnswerFor } from '@reprise/protocol'
import { list, sql } from '../sql.ts'
import type { HandlerContext } from '../store.ts'
import { type ExperimentRow, locationOf } from './find-experiment.ts'
import { stageOf } from './lifecycle.ts'

type DescribedExperiment = AnswerFor<'getExperiment'>['experiment']
type TagRow = { experiment_id: number; key: string; value: string }

/** Parameters one statement may safely have on both databases. */
const IDS_PER_QUERY = 5_000

/** Rows as answers carry them, in their order, with their tags. */
export async function describeExperiments(context: HandlerContext, rows: readonly ExperimentRow[]): Promise<DescribedExperiment[]> {
  const tags = await readTags(context, rows)
  return rows.map((row) => ({
    experiment_id: String(row.id),
    name: row.name,
    artifact_location: locationOf(context, row),
    lifecycle_stage: stageOf(row.lifecycle),
    creation_time: row.creation_time,
    last_update_time: row.last_update_time,
    tags: tags.get(row.id),
  }))
}

async function readTags(context: HandlerContext, rows: readonly ExperimentRow[]): Promise<Map<number, { key: string; value: string }[]>> {
  const tags = new Map<number, { key: string; value: string }[]>()
  for (let at = 0; at < rows.length; at += IDS_PER_QUERY) {
    const ids = list(rows.slice(at, at + IDS_PER_QUERY).map((row) => row.id))
    const found = await context.connection.all<TagRow>(
      sql`select experiment_id, key, value from experiment_tags where experiment_id in ${ids} order by experiment_id, key`,
    )
    for (const { experiment_id: id, key, value } of found) {
      const ofOne = tags.get(id)
      if (ofOne === undefined) tags.set(id, [{ key, value }])
      else ofOne.push({ key, value })
    }
  }
  return tags
}
