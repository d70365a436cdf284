import { type AnswerFor, loggedModelStatus, type LoggedModelStatus, RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { type LoggedModelRow, loggedModelColumns } from '../search/index.ts'
import { list, raw, sql } from '../sql.ts'

type Described = AnswerFor<'getLoggedModel'>['model']

/** The model, unless it was deleted. Throws RESOURCE_DOES_NOT_EXIST. */
export async function findLoggedModel(connection: Connection, uuid: string): Promise<LoggedModelRow> {
  const row = await connection.get<LoggedModelRow>(
    sql`select ${loggedModelColumns} from logged_models where uuid = ${uuid} and lifecycle = 0`,
  )
  if (row === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `Logged model with ID '${uuid}' not found.`)
  return row
}

const statusNames = new Map(Object.entries(loggedModelStatus.values).map(([name, number]) => [number, name as LoggedModelStatus]))

/** Models as they are answered, with params and tags by name; what there is none of is left out. */
export async function describeLoggedModels(connection: Connection, rows: readonly LoggedModelRow[]): Promise<Described[]> {
  const ids = rows.map(({ id }) => id)
  const [params, tags] = await Promise.all([readPairs(connection, 'params', ids), readPairs(connection, 'tags', ids)])
  return rows.map((row) => ({
    info: {
      model_id: row.uuid,
      experiment_id: String(row.experiment_id),
      name: row.name,
      creation_timestamp_ms: row.creation_time,
      last_updated_timestamp_ms: row.last_update_time,
      artifact_uri: row.artifact_uri,
      status: statusNames.get(row.status) ?? 'LOGGED_MODEL_PENDING',
      model_type: row.model_type,
      source_run_id: row.source_run_id,
      tags: tags.get(row.id),
    },
    data: { params: params.get(row.id) },
  }))
}

type Pair = { readonly key: string; readonly value: string }

async function readPairs(connection: Connection, what: 'params' | 'tags', ids: readonly number[]): Promise<ReadonlyMap<number, Pair[]>> {
  if (ids.length === 0) return new Map()
  const rows = await connection.all<Pair & { model_id: number }>(
    sql`select model_id, key, value from ${raw(`logged_model_${what}`)} where model_id in ${list(ids)} order by model_id, key`,
  )
  return new Map([...Map.groupBy(rows, (row) => row.model_id)].map(([id, pairs]) => [id, pairs.map(({ key, value }) => ({ key, value }))]))
}
