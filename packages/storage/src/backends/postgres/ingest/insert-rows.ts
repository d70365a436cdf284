import type { Sql, SqlValue } from '../../../sql.ts'
import { arrayParameter, type ElementType } from './array-parameter.ts'

/** The values of one row; the first two are its run and key, by which rows are ordered. */
export type Cells = readonly SqlValue[]

export interface Insert {
  readonly table: string
  /** Names of columns with their types. */
  readonly columns: Readonly<Record<string, ElementType>>
  /** At least one. */
  readonly rows: readonly Cells[]
  /** The conflict clause, and what to return. */
  readonly after?: string
}

/**
 * Inserts rows in the order of run and key, so that transactions that write the same ones wait for each other and never
 * in a circle. One array per column: the statement's text never changes.
 */
export function insertRows({ table, columns, rows, after = '' }: Insert): Sql {
  const ordered = rows.toSorted((a, b) => Number(a[0]) - Number(b[0]) || Number(a[1]) - Number(b[1]))
  const types = Object.entries(columns)
  const values = types.map(([, type], column) =>
    arrayParameter(
      ordered.map((row) => row[column] ?? null),
      type,
    ),
  )
  const casts = types.map(([, type], index) => `::${type}[]${index === types.length - 1 ? `) ${after}` : ', '}`)
  return { texts: [`insert into ${table} (${Object.keys(columns).join(', ')}) select * from unnest(`, ...casts], values }
}

/** `any (…)` over values of a type, as one parameter. */
export function anyOf(values: readonly SqlValue[], type: ElementType): Sql {
  return { texts: ['any (', `::${type}[])`], values: [arrayParameter(values, type)] }
}

/** Columns of values side by side, as a table expression. */
export function unnest(...columns: readonly { readonly values: readonly SqlValue[]; readonly type: ElementType }[]): Sql {
  const casts = columns.map(({ type }, index) => `::${type}[]${index === columns.length - 1 ? ')' : ', '}`)
  return { texts: ['unnest(', ...casts], values: columns.map(({ values, type }) => arrayParameter(values, type)) }
}
