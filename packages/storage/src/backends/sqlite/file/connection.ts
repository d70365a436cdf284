import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { toInt64 } from '@reprise/protocol'
import type { Connection, Row } from '../../../database.ts'
import { type Sql, textOf } from '../../../sql.ts'

/** Prepared statements kept per connection; search assembles many different texts. */
const STATEMENTS = 256
const readsOnly = /^\s*(select|with|explain|pragma)\b/i

/** A connection for handlers over one of `node:sqlite`: synchronous, so that its promises are resolved when they are returned. */
export function createConnection(database: DatabaseSync): Connection {
  const statements = new Map<string, StatementSync>()

  function prepare(statement: Sql): StatementSync {
    const text = textOf(statement, 'sqlite')
    const known = statements.get(text)
    if (known !== undefined) {
      statements.delete(text)
      statements.set(text, known)
      return known
    }
    const prepared = database.prepare(text)
    statements.set(text, prepared)
    const oldest = statements.size > STATEMENTS ? statements.keys().next().value : undefined
    if (oldest !== undefined) statements.delete(oldest)
    return prepared
  }

  function read<Result>(statement: Sql, query: (prepared: StatementSync) => Result, convert: (result: Result) => Result): Result {
    const prepared = prepare(statement)
    // Only the slow way reads integers beyond 2^53. A statement that also writes must not run twice.
    if (!readsOnly.test(statement.texts[0] ?? '')) return readBigInts(prepared, query, convert)
    try {
      return query(prepared)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_OUT_OF_RANGE') throw error
      return readBigInts(prepared, query, convert)
    }
  }

  return {
    dialect: 'sqlite',
    // A promise must reject, never throw.
    all: async <Result extends Row>(statement: Sql) =>
      read(
        statement,
        (prepared) => prepared.all(...bound(statement)) as Result[],
        (rows) => rows.map(toInt64Row),
      ),
    get: async <Result extends Row>(statement: Sql) =>
      read(
        statement,
        (prepared) => prepared.get(...bound(statement)) as Result | undefined,
        (row) => (row === undefined ? undefined : toInt64Row(row)),
      ),
    run: async (statement) => Number(prepare(statement).run(...bound(statement)).changes),
  }
}

function bound(statement: Sql): SQLInputValue[] {
  return statement.values as SQLInputValue[]
}

function readBigInts<Result>(
  prepared: StatementSync,
  query: (prepared: StatementSync) => Result,
  convert: (result: Result) => Result,
): Result {
  prepared.setReadBigInts(true)
  try {
    return convert(query(prepared))
  } finally {
    prepared.setReadBigInts(false)
  }
}

function toInt64Row<Result extends Row>(row: Result): Result {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? toInt64(value) : value]),
  ) as Result
}
