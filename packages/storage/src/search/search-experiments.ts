import { type FilterField, type OrderBy, parseExperimentFilter, parseExperimentOrderBy, type ViewType } from '@reprise/protocol'
import type { Connection, Dialect, Row } from '../database.ts'
import { type ExperimentRow, experimentColumns } from '../operations/find-experiment.ts'
import { raw, sql } from '../sql.ts'
import { compileTree } from './compile-tree.ts'
import { type Test, testInteger, testText } from './comparisons.ts'
import { type Condition, conjunction, toSql } from './conditions.ts'
import { isAfter, type OrderColumn, orderClause, positionOf, selectOrder } from './order-columns.ts'
import { fingerprintOf, readPageToken, writePageToken } from './page-token.ts'

export interface ExperimentQuery {
  readonly filter: string
  readonly orderBy: readonly string[]
  readonly view: ViewType
  /** How many experiments at most. */
  readonly limit: number
  readonly pageToken?: string | undefined
}

export interface FoundExperiments {
  readonly experiments: readonly ExperimentRow[]
  readonly nextPageToken: string | undefined
}

/**
 * Finds a page of experiments. There are thousands at most, so the database may scan them.
 * Throws INVALID_PARAMETER_VALUE for a filter, order or page token that is not understood.
 */
export async function searchExperiments(connection: Connection, query: ExperimentQuery): Promise<FoundExperiments> {
  const columns = toColumns(parseExperimentOrderBy(query.orderBy))
  const lifecycle = query.view === 'ALL' ? true : raw(query.view === 'DELETED_ONLY' ? 'lifecycle = 1' : 'lifecycle = 0')
  const condition = conjunction([
    lifecycle,
    compileTree(parseExperimentFilter(query.filter), (field, test) => compileClause(field, test, connection.dialect)),
  ])
  const paged = { fingerprint: fingerprintOf(query.filter, query.orderBy), columns }
  const behind = query.pageToken ? isAfter(columns, readPageToken(paged, query.pageToken)) : raw('true')
  if (condition === false) return { experiments: [], nextPageToken: undefined }
  const rows = await connection.all<ExperimentRow & Row>(
    sql`select * from (select ${experimentColumns}, ${selectOrder(columns)} from experiments e where ${toSql(condition)}) as found
      where ${behind} order by ${orderClause(columns)} limit ${query.limit + 1}`,
  )
  const experiments = rows.slice(0, query.limit)
  const last = experiments.at(-1)
  const hasMore = rows.length > query.limit && last !== undefined
  return { experiments, nextPageToken: hasMore ? writePageToken(paged, positionOf(columns, last)) : undefined }
}

const columnsByField: Readonly<Record<string, Pick<OrderColumn, 'kind' | 'value'>>> = {
  name: { kind: 'text', value: raw('e.name') },
  experiment_id: { kind: 'integer', value: raw('e.id') },
  creation_time: { kind: 'integer', value: raw('e.creation_time') },
  last_update_time: { kind: 'integer', value: raw('e.last_update_time') },
}

/** The newest first; ties by id: ascending in the default order, descending in any other, which is MLflow's way. */
function toColumns(orderBy: readonly OrderBy[]): readonly OrderColumn[] {
  if (orderBy.length === 0) return [toColumn('creation_time', true), toColumn('experiment_id', false)]
  const columns = orderBy.map(({ field, direction }) => toColumn(field.key, direction === 'desc'))
  return orderBy.some(({ field }) => field.key === 'experiment_id') ? columns : [...columns, toColumn('experiment_id', true)]
}

function toColumn(key: string, descending: boolean): OrderColumn {
  return { kind: 'text', value: raw("''"), ...columnsByField[key], rank: raw('0'), descending }
}

function compileClause(field: FilterField, test: Test, dialect: Dialect): Condition {
  if (field.entity === 'tag') {
    const tested = toSql(testText({ dialect, column: raw('t.value') }, test))
    return sql`coalesce((select ${tested} from experiment_tags t where t.experiment_id = e.id and t.key = ${field.key}), false)`
  }
  // Ids compare as the texts that clients know.
  if (field.key === 'experiment_id') return testText({ dialect, column: raw('cast(e.id as text)') }, test)
  const attribute = columnsByField[field.key]
  if (attribute === undefined) return false
  return attribute.kind === 'text'
    ? testText({ dialect, column: attribute.value }, test)
    : testInteger({ dialect, column: attribute.value }, test)
}
