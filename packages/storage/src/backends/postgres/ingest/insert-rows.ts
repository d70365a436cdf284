import type { Connection, Row } from '../../../database.ts'
import type { SqlValue } from '../../../sql.ts'

/** The values of one row; the first two are its run and key, by which rows are ordered. */
export type Cells = readonly SqlValue[]

export interface InsertRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly Cells[]
  /** What follows the values: the conflict clause, and what to return. */
  readonly after: string
}

/** PostgreSQL takes at most 65,535 parameters. */
const ROWS_PER_STATEMENT = 1_000

/** Inserts rows in the order of run and key, as many per statement as there may be parameters. */
export async function insertRows<Result extends Row>(connection: Connection, { table, columns, rows, after }: InsertRows): Promise<Result[]> {
  const ordered = rows.toSorted((a, b) => Number(a[0]) - Number(b[0]) || Number(a[1]) - Number(b[1]))
  const results: Result[] = []
  for (let start = 0; start < ordered.length; start += ROWS_PER_STATEMENT) {
    const some = ordered.slice(start, start + ROWS_PER_STATEMENT)
    const texts = [`insert into ${table} (${columns.join(', ')}) values (`]
    for (let index = 1; index < some.length * columns.length; index++) texts.push(index % columns.length === 0 ? '), (' : ', ')
    texts.push(`) ${after}`)
    results.push(...(await connection.all<Result>({ texts, values: some.flat() })))
  }
  return results
}
