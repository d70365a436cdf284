import type { Connection, Row } from '../../../database.ts'
import { raw, sql, type SqlValue } from '../../../sql.ts'
import { arrayLiteral } from './array-literal.ts'

/** The values of one row; the first two are its run and key, by which rows are ordered. */
export type Cells = readonly SqlValue[]

export interface InsertRows {
  readonly table: string
  /** Names of columns with their types. */
  readonly columns: Readonly<Record<string, 'bigint' | 'smallint' | 'double precision' | 'text' | 'bytea'>>
  readonly rows: readonly Cells[]
  /** What follows the values: the conflict clause, and what to return. */
  readonly after: string
}

/**
 * Inserts rows in the order of run and key. One array per column: the statement's text never changes, so PostgreSQL
 * parses and plans it once per connection.
 */
export async function insertRows<Result extends Row>(connection: Connection, { table, columns, rows, after }: InsertRows): Promise<Result[]> {
  if (rows.length === 0) return []
  const ordered = rows.toSorted((a, b) => Number(a[0]) - Number(b[0]) || Number(a[1]) - Number(b[1]))
  const names = Object.keys(columns)
  const arrays = names.map((_, column) => arrayLiteral(ordered.map((row) => row[column] ?? null)))
  const types = names.map((name) => `${columns[name]}[]`)
  const texts = [`insert into ${table} (${names.join(', ')}) select * from unnest(`, ...types.map((type, index) => `::${type}${index === types.length - 1 ? `) ${after}` : ', '}`)]
  return connection.all<Result>({ texts, values: arrays })
}

/** `= any (…)` over values of a type, as one parameter. */
export function anyOf(values: readonly SqlValue[], type: 'bigint' | 'text') {
  return sql`any (${arrayLiteral(values)}${raw(`::${type}[]`)})`
}
