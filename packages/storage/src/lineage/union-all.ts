import type { Connection, Row } from '../database.ts'
import { join, type Sql, sql } from '../sql.ts'

/** SQLite takes 500 terms in one statement, and plans each of them. */
const TERMS = 50

/** The rows of bounded selections, in a few statements: each stops at its own limit, however much there is behind it. */
export async function unionAll<Result extends Row>(connection: Connection, selections: readonly Sql[]): Promise<Result[]> {
  const rows: Result[] = []
  for (let at = 0; at < selections.length; at += TERMS) {
    const terms = selections.slice(at, at + TERMS).map((selection) => sql`select * from (${selection}) q`)
    rows.push(...(await connection.all<Result>(join(terms, ' union all '))))
  }
  return rows
}
