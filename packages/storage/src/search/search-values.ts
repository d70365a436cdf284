import { type Int64, runStatus } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { findKeys } from '../operations/keys.ts'
import { raw, type Sql, sql } from '../sql.ts'
import { conjunction, toSql } from './conditions.ts'
import { contains, indexedBy, indexedText, isOneOf, toIndexed } from './dialect.ts'

export interface ValueQuery {
  readonly experimentIds: readonly Int64[]
  readonly entity: 'param' | 'tag' | 'attribute'
  /** A name as it was logged, or an attribute that {@link isCounted}. */
  readonly key: string
  /** How values begin; everything begins with nothing. */
  readonly prefix: string
  /** Part of them, in any case of ASCII letters. */
  readonly contains: string
  readonly limit: number
}

export interface FoundValues {
  readonly values: readonly { readonly value: string; readonly runs: number }[]
  /** How many values there are. */
  readonly total: number
  /** Whether all runs were looked at. */
  readonly isWhole: boolean
}

/** Entries of the index that are looked at, so that a key that every one of a million runs has is answered soon, too. */
const MOST_ENTRIES = 100_000

const attributes: Readonly<Record<string, { readonly column: string; readonly index: string }>> = {
  run_name: { column: 'v.name', index: 'runs_by_name' },
  user_id: { column: 'v.user_id', index: 'runs_by_start' },
  status: { column: statusNames(), index: 'runs_by_status' },
}

/** Attributes whose values are few enough to be worth counting. */
export function isCounted(attribute: string): boolean {
  return Object.hasOwn(attributes, attribute)
}

/** Counts the values of one name, the most frequent first; deleted runs included. */
export async function searchValues(connection: Connection, query: ValueQuery, most = MOST_ENTRIES): Promise<FoundValues> {
  const { dialect } = connection
  const source = await sourceOf(connection, query)
  if (source === undefined || query.experimentIds.length === 0) return { values: [], total: 0, isWhole: true }
  const { column } = source
  const condition = conjunction([
    isOneOf(dialect, raw('v.experiment_id'), { kind: 'integer', values: [...new Set(query.experimentIds)] }),
    source.condition,
    // What the index has of a value bounds the walk; what follows is looked at entry by entry.
    query.prefix === '' || !source.isSorted || between(indexedText(dialect, column), toIndexed(dialect, query.prefix)),
    query.prefix === '' || sql`substr(${column}, 1, ${Array.from(query.prefix).length}) = ${query.prefix}`,
    query.contains === '' || contains(dialect, column, query.contains),
  ])
  const rows = await connection.all<{ value: string; runs: number; total: number; seen: number }>(
    sql`select value, count(*) as runs, count(*) over () as total, cast(sum(count(*)) over () as bigint) as seen
      from (select ${column} as value from ${source.table} where ${toSql(condition)} limit ${most}) as entries
      group by value order by runs desc, value limit ${query.limit}`,
  )
  const [first] = rows
  return {
    values: rows.map(({ value, runs }) => ({ value, runs })),
    total: first?.total ?? 0,
    isWhole: (first?.seen ?? 0) < most,
  }
}

interface Source {
  /** After FROM: what has the values, as `v`. */
  readonly table: Sql
  readonly column: Sql
  readonly condition: Sql | true
  /** Whether the index has the values in their order. */
  readonly isSorted: boolean
}

async function sourceOf(connection: Connection, { entity, key }: ValueQuery): Promise<Source | undefined> {
  const { dialect } = connection
  if (entity === 'attribute') {
    const attribute = attributes[key]
    if (attribute === undefined) return undefined
    const { column, index } = attribute
    return { table: sql`runs v${indexedBy(dialect, index)}`, column: raw(column), condition: true, isSorted: key === 'run_name' }
  }
  const keyId = (await findKeys(connection, [key])).get(key)
  if (keyId === undefined) return undefined
  const table = entity === 'param' ? 'params' : 'tags'
  return {
    table: sql`${raw(table)} v${indexedBy(dialect, `${table}_by_value`)}`,
    column: raw('v.value'),
    condition: sql`v.key_id = ${keyId}`,
    isSorted: true,
  }
}

/** Nothing in a text comes after the last character there is. */
function between(column: Sql, prefix: string): Sql {
  return sql`${column} >= ${prefix} and ${column} < ${`${prefix}\u{10ffff}`}`
}

function statusNames(): string {
  const names = Object.entries(runStatus.values).map(([name, number]) => `when ${number} then '${name}'`)
  return `(case v.status ${names.join(' ')} else '' end)`
}
