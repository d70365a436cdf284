import type { ClientBase } from 'pg'
import type { Connection, Row } from '../../../database.ts'
import { type Sql, textOf } from '../../../sql.ts'

/** Names of statements that are prepared, by text. Only texts that never change are, so there are few. */
const preparedNames = new Map<string, string>()

/**
 * One PostgreSQL connection as handlers see it. Failures are PostgreSQL's own; `toStoreError` translates them.
 * `prepared`: statements are parsed and planned once per connection; for callers whose texts never change.
 */
export function createConnection(client: ClientBase, { prepared = false }: { readonly prepared?: boolean } = {}): Connection {
  const ask = async <Result extends Row>(statement: Sql): Promise<{ rows: Result[]; changed: number }> => {
    const text = textOf(statement, 'postgres')
    const { rows, rowCount } = await client.query<Result>({ text, values: [...statement.values], ...(prepared ? { name: nameOf(text) } : {}) })
    return { rows, changed: rowCount ?? 0 }
  }
  return {
    dialect: 'postgres',
    all: async <Result extends Row>(statement: Sql) => (await ask<Result>(statement)).rows,
    get: async <Result extends Row>(statement: Sql) => (await ask<Result>(statement)).rows[0],
    run: async (statement) => (await ask(statement)).changed,
  }
}

function nameOf(text: string): string {
  const known = preparedNames.get(text)
  if (known !== undefined) return known
  const name = `reprise_${preparedNames.size}`
  preparedNames.set(text, name)
  return name
}
