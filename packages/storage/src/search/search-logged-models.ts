import {
  type FilterField,
  type Int64,
  loggedModelStatus,
  type OrderBy,
  parseLoggedModelFilter,
  parseLoggedModelOrderBy,
} from '@reprise/protocol'
import type { Connection, Dialect, Row } from '../database.ts'
import { join, list, raw, type Sql, sql } from '../sql.ts'
import { compileTree } from './compile-tree.ts'
import { type Test, testInteger, testText } from './comparisons.ts'
import { type Condition, conjunction, toSql } from './conditions.ts'
import { isAfter, type OrderColumn, orderClause, positionOf, selectOrder } from './order-columns.ts'
import { fingerprintOf, readPageToken, writePageToken } from './page-token.ts'

export type LoggedModelRow = {
  readonly id: number
  readonly uuid: string
  readonly experiment_id: number
  readonly name: string
  readonly artifact_uri: string
  readonly status: number
  readonly model_type: string
  readonly source_run_id: string
  readonly creation_time: Int64
  readonly last_update_time: Int64
}

export const loggedModelColumns = sql`id, uuid, experiment_id, name, artifact_uri, status, model_type, source_run_id, creation_time, last_update_time`

export interface LoggedModelQuery {
  readonly experimentIds: readonly Int64[]
  readonly filter: string
  readonly orderBy: readonly string[]
  /** How many models at most. */
  readonly limit: number
  readonly pageToken?: string | undefined
}

export interface FoundLoggedModels {
  readonly models: readonly LoggedModelRow[]
  readonly nextPageToken: string | undefined
}

/**
 * Finds a page of logged models. A run makes few of them, so the models of the experiments are scanned.
 * Throws INVALID_PARAMETER_VALUE for a filter, order or page token that is not understood.
 */
export async function searchLoggedModels(connection: Connection, query: LoggedModelQuery): Promise<FoundLoggedModels> {
  const columns = toColumns(parseLoggedModelOrderBy(query.orderBy))
  const { dialect } = connection
  const filter = compileTree(parseLoggedModelFilter(query.filter), (field, test) => compileClause(field, test, dialect))
  const condition = conjunction([raw('m.lifecycle = 0'), filter])
  const paged = { fingerprint: fingerprintOf(query.filter, query.orderBy), columns }
  const behind = query.pageToken ? isAfter(columns, readPageToken(paged, query.pageToken)) : raw('true')
  if (condition === false || query.experimentIds.length === 0) return { models: [], nextPageToken: undefined }
  const rows = await connection.all<LoggedModelRow & Row>(
    sql`select * from (select ${loggedModelColumns}, ${selectOrder(columns)} from logged_models m
        where m.experiment_id in ${list(query.experimentIds)} and ${toSql(condition)}) as found
      where ${behind} order by ${orderClause(columns)} limit ${query.limit + 1}`,
  )
  const models = rows.slice(0, query.limit)
  const last = models.at(-1)
  const hasMore = rows.length > query.limit && last !== undefined
  return { models, nextPageToken: hasMore ? writePageToken(paged, positionOf(columns, last)) : undefined }
}

/** Statuses are told and compared as clients name them, without the prefix. */
const statusNames = join(
  Object.entries(loggedModelStatus.values).map(([name, number]) => raw(`when ${number} then '${name.replace('LOGGED_MODEL_', '')}'`)),
  ' ',
)

const columnsByField: Readonly<Record<string, { readonly kind: 'text' | 'integer'; readonly value: Sql }>> = {
  model_id: { kind: 'text', value: raw('m.uuid') },
  name: { kind: 'text', value: raw('m.name') },
  status: { kind: 'text', value: sql`case m.status ${statusNames} else '' end` },
  model_type: { kind: 'text', value: raw('m.model_type') },
  source_run_id: { kind: 'text', value: raw('m.source_run_id') },
  creation_timestamp: { kind: 'integer', value: raw('m.creation_time') },
  last_updated_timestamp: { kind: 'integer', value: raw('m.last_update_time') },
  /** No field of a filter: what breaks ties. */
  id: { kind: 'integer', value: raw('m.id') },
}

/** Ties: the newest first. */
function toColumns(orderBy: readonly OrderBy[]): readonly OrderColumn[] {
  const columns = orderBy.map(({ field, direction }) => toColumn(field.key, direction === 'desc'))
  return [
    ...columns,
    ...(orderBy.some(({ field }) => field.key === 'creation_timestamp') ? [] : [toColumn('creation_timestamp', true)]),
    toColumn('id', true),
  ]
}

function toColumn(key: string, descending: boolean): OrderColumn {
  return { kind: 'text', value: raw("''"), ...columnsByField[key], rank: raw('0'), descending }
}

function compileClause(field: FilterField, test: Test, dialect: Dialect): Condition {
  if (field.entity === 'param' || field.entity === 'tag') {
    const tested = toSql(testText({ dialect, column: raw('v.value') }, test))
    const table = raw(`logged_model_${field.entity}s`)
    return sql`coalesce((select ${tested} from ${table} v where v.model_id = m.id and v.key = ${field.key}), false)`
  }
  const attribute = columnsByField[field.key]
  if (attribute === undefined) return false
  const tested = { dialect, column: attribute.value }
  return attribute.kind === 'text' ? testText(tested, test) : testInteger(tested, test)
}
