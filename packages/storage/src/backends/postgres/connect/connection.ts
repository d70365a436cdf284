import type { ClientBase } from 'pg'
import type { Connection, Row } from '../../../database.ts'
import { type Sql, textOf } from '../../../sql.ts'

/** One PostgreSQL connection as handlers see it. Failures are PostgreSQL's own; `toStoreError` translates them. */
export function createConnection(client: ClientBase): Connection {
  const ask = async <Result extends Row>(statement: Sql): Promise<{ rows: Result[]; changed: number }> => {
    const { rows, rowCount } = await client.query<Result>(textOf(statement, 'postgres'), [...statement.values])
    return { rows, changed: rowCount ?? 0 }
  }
  return {
    dialect: 'postgres',
    all: async <Result extends Row>(statement: Sql) => (await ask<Result>(statement)).rows,
    get: async <Result extends Row>(statement: Sql) => (await ask<Result>(statement)).rows[0],
    run: async (statement) => (await ask(statement)).changed,
  }
}
