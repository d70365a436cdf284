import { DatabaseSync } from 'node:sqlite'
import { createConnection } from '../../backends/sqlite/file/connection.ts'
import type { Connection } from '../../database.ts'
import { applyToSqlite } from '../../migrations/apply-to-sqlite.ts'
import { migrations } from '../../migrations/index.ts'

/** A connection that a test opened, and closes. */
export interface TestConnection extends Connection {
  close(): Promise<void>
}

/** How suites get an empty store; one per database. */
export type OpenConnection = () => Promise<TestConnection>

/** An empty store in memory, without the backend around it. */
export async function openSqlite(): Promise<TestConnection> {
  const database = new DatabaseSync(':memory:')
  for (const migration of migrations) applyToSqlite(database, migration)
  return { ...createConnection(database), close: async () => database.close() }
}
