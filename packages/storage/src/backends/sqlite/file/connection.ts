import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import { toInt64 } from '@reprise/protocol'
import type { Connection, Row } from '../../../database.ts'
import { type Sql, textOf } from '../../../sql.ts'

/** Prepared statements kept per connection; search assembles many different texts. */
const STATEMENTS = 256
const readsOnly = /^\s*(select|with|explain|pragma)\b/i

/** A statement that answers rows as arrays: objects of our own making cost a third of those `node:sqlite` makes. */
interface Prepared {
  readonly statement: StatementSync
  readonly columns: readonly string[]
  readonly readsOnly: boolean
}

/** A connection for handlers over one of `node:sqlite`: synchronous, so that its promises are resolved when they are returned. */
export function createConnection(database: DatabaseSync): Connection {
  const statements = new Map<string, Prepared>()

  function prepare(sql: Sql): Prepared {
    const text = textOf(sql, 'sqlite')
    const known = statements.get(text)
    if (known !== undefined) {
      statements.delete(text)
      statements.set(text, known)
      return known
    }
    const statement = database.prepare(text)
    statement.setReturnArrays(true)
    const prepared = { statement, columns: statement.columns().map(({ name }) => name), readsOnly: readsOnly.test(text) }
    statements.set(text, prepared)
    const oldest = statements.size > STATEMENTS ? statements.keys().next().value : undefined
    if (oldest !== undefined) statements.delete(oldest)
    return prepared
  }

  function read(sql: Sql): Row[] {
    const { statement, columns, readsOnly: mayRunTwice } = prepare(sql)
    const query = (): SQLOutputValue[][] => statement.all(...bound(sql)) as unknown as SQLOutputValue[][]
    // Only the slow way reads integers beyond 2^53. A statement that also writes must not run twice.
    if (!mayRunTwice) return readBigInts(statement, query).map((values) => toRow(columns, values))
    try {
      return query().map((values) => toRow(columns, values))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_OUT_OF_RANGE') throw error
      return readBigInts(statement, query).map((values) => toRow(columns, values))
    }
  }

  return {
    dialect: 'sqlite',
    // A promise must reject, never throw.
    all: async <Result extends Row>(sql: Sql) => read(sql) as Result[],
    get: async <Result extends Row>(sql: Sql) => read(sql)[0] as Result | undefined,
    run: async (sql) => Number(prepare(sql).statement.run(...bound(sql)).changes),
  }
}

function bound(sql: Sql): SQLInputValue[] {
  return sql.values as SQLInputValue[]
}

function readBigInts<Result>(statement: StatementSync, query: () => Result): Result {
  statement.setReadBigInts(true)
  try {
    return query()
  } finally {
    statement.setReadBigInts(false)
  }
}

function toRow(columns: readonly string[], values: readonly SQLOutputValue[]): Row {
  const row: Row = {}
  for (let index = 0; index < columns.length; index++) {
    const value = values[index] ?? null
    row[columns[index] ?? ''] = typeof value === 'bigint' ? toInt64(value) : value
  }
  return row
}
