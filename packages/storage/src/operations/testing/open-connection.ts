import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type Int64, toInt64 } from '@reprise/protocol'
import type { Connection, Row } from '../../database.ts'
import { migrations } from '../../migrations/index.ts'
import { type Sql, type SqlValue, textOf } from '../../sql.ts'

/** A connection that a test opened, and closes. */
export interface TestConnection extends Connection {
  close(): Promise<void>
}

/** How suites get an empty store; one per database. */
export type OpenConnection = () => Promise<TestConnection>

/** An empty store in memory, or in a file. */
export async function openSqlite(path = ':memory:'): Promise<TestConnection> {
  const database = new DatabaseSync(path)
  for (const migration of migrations) for (const statement of migration.statements('sqlite')) database.exec(statement)
  return connect(database)
}

function connect(database: DatabaseSync): TestConnection {
  const statements = new Map<string, StatementSync>()
  const prepare = (statement: Sql): StatementSync => {
    const text = textOf(statement, 'sqlite')
    const known = statements.get(text)
    if (known !== undefined) return known
    const prepared = database.prepare(text)
    statements.set(text, prepared)
    return prepared
  }
  return {
    dialect: 'sqlite',
    all: async <Result extends Row>(statement: Sql) => readAll(prepare(statement), statement.values) as Result[],
    get: async <Result extends Row>(statement: Sql) => readAll(prepare(statement), statement.values)[0] as Result | undefined,
    run: async (statement) => Number(prepare(statement).run(...statement.values).changes),
    close: async () => database.close(),
  }
}

/** Integers beyond 2^53 are rare: only when one is met are the rows read again, slowly. */
function readAll(statement: StatementSync, values: readonly SqlValue[]): Row[] {
  try {
    return statement.all(...values)
  } catch (error) {
    // Reading twice is harmless, inserting twice is not.
    if (!(error instanceof RangeError) || !statement.sourceSQL.startsWith('select')) throw error
    statement.setReadBigInts(true)
    const rows = statement
      .all(...values)
      .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, narrow(value)])))
    statement.setReadBigInts(false)
    return rows
  }
}

function narrow(value: SqlValue): SqlValue | Int64 {
  return typeof value === 'bigint' ? toInt64(value) : value
}
