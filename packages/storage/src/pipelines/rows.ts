import { type Int64, RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { list, type Sql, sql } from '../sql.ts'

export type PipelineRow = {
  readonly id: number
  readonly project: string
  readonly creation_time: Int64
  readonly last_update_time: Int64
}

export type StateRow = {
  readonly id: number
  readonly pipeline_id: number
  readonly state_id: string
  readonly creation_time: Int64
  readonly last_update_time: Int64
  readonly summary: string
}

const stateColumns = sql`s.id, s.pipeline_id, s.state_id, s.creation_time, s.last_update_time, s.summary`

/** States without what they hold; `where` is a condition on `pipeline_states s`. */
export function selectStates(where: Sql): Sql {
  return sql`select ${stateColumns} from pipeline_states s where ${where}`
}

/** Throws RESOURCE_DOES_NOT_EXIST. */
export async function findPipeline(connection: Connection, project: string): Promise<PipelineRow> {
  const row = await connection.get<PipelineRow>(
    sql`select id, project, creation_time, last_update_time from pipelines where project = ${project}`,
  )
  if (row !== undefined) return row
  const shown = project.length > 250 ? `${project.slice(0, 250)}…` : project
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `No pipeline of the project '${shown}' was published.`, {
    hint: 'reprise pipeline list shows which were.',
  })
}

/** The state of each pipeline that was published last, by the id of the pipeline. */
export async function readLatest(connection: Connection, pipelineIds: readonly number[]): Promise<ReadonlyMap<number, StateRow>> {
  if (pipelineIds.length === 0) return new Map()
  const rows = await connection.all<StateRow>(
    selectStates(sql`s.id in (select max(id) from pipeline_states where pipeline_id in ${list(pipelineIds)} group by pipeline_id)`),
  )
  return new Map(rows.map((row) => [row.pipeline_id, row]))
}

/** A PipelineStateSummary as JSON. */
export function rowToSummary(row: StateRow): string {
  const { state_id: id, creation_time: first, last_update_time: last, summary } = row
  return `{"state_id":"${id}","first_published":${first},"last_published":${last},${summary.slice(1)}`
}
