import { RepriseError } from '@reprise/protocol'
import type { ClientBase } from 'pg'
import type { Connection, Row } from '../../../database.ts'
import { type Sql, textOf } from '../../../sql.ts'
import { assertText } from './text.ts'

export interface ConnectionOptions {
  /** Whether statements are parsed and planned once per connection: for texts that come again, and plans that fit every value. */
  readonly prepared: boolean
  /** Monotonic time after which no statement is started. */
  readonly endsAt?: number | undefined
}

/** One PostgreSQL connection as handlers see it. Failures are PostgreSQL's own; `toStoreError` translates them. */
export function createConnection(client: ClientBase, { prepared, endsAt = Infinity }: ConnectionOptions): Connection {
  const ask = async <Result extends Row>(statement: Sql): Promise<{ rows: Result[]; changed: number }> => {
    if (performance.now() > endsAt) throw new RepriseError('TEMPORARILY_UNAVAILABLE', 'The request took too long and was ended.')
    statement.values.forEach(assertText)
    const text = textOf(statement, 'postgres')
    const name = prepared && statement.values.length <= MOST_VALUES ? nameOf(text) : undefined
    const { rows, rowCount } = await client.query<Result>({ text, values: [...statement.values], ...(name === undefined ? {} : { name }) })
    return { rows, changed: rowCount ?? 0 }
  }
  return {
    dialect: 'postgres',
    all: async <Result extends Row>(statement: Sql) => (await ask<Result>(statement)).rows,
    get: async <Result extends Row>(statement: Sql) => (await ask<Result>(statement)).rows[0],
    run: async (statement) => (await ask(statement)).changed,
  }
}

/** Prepared statements stay in each server process until its connection ends, so there is a limit to them. */
const MOST_PREPARED = 500
/** A statement with a list has a text for each length of it. */
const MOST_VALUES = 40
const preparedNames = new Map<string, string>()

/** The name under which a text is prepared; undefined for texts that came when there were enough. */
function nameOf(text: string): string | undefined {
  const known = preparedNames.get(text)
  if (known !== undefined || preparedNames.size >= MOST_PREPARED) return known
  const name = `reprise_${preparedNames.size}`
  preparedNames.set(text, name)
  return name
}
