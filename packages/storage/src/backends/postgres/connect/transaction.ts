import { RepriseError } from '@reprise/protocol'
import type { ClientBase } from 'pg'
import type { Connection } from '../../../database.ts'
import type { Sql } from '../../../sql.ts'
import { createConnection } from './connection.ts'
import { assertText } from './text.ts'

/** A connection inside a transaction. Statements that do not wait for each other's answers travel together. */
export interface Transaction extends Connection {
  /** Does a statement whose result nobody needs together with the commit; when it fails, nothing is committed. */
  last(statement: Sql): void
}

export interface TransactionOptions {
  /** See {@link lanes}. */
  readonly effect: 'read' | 'write'
  /** See {@link createConnection}. */
  readonly prepared: boolean
  /** Monotonic time after which no statement is started. */
  readonly endsAt?: number | undefined
}

const begin = {
  read: 'begin isolation level repeatable read read only',
  write: 'begin isolation level read committed read write',
} as const

/**
 * Runs `use` in a transaction on a connection in pipeline mode, and commits. BEGIN travels with the first statement and
 * COMMIT with the last ones, so a transaction takes as many round trips as `use` has steps. When it rejects, with
 * PostgreSQL's own error, nothing stays once the caller has rolled back.
 */
export async function runTransaction<T>(
  client: ClientBase,
  options: TransactionOptions,
  use: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const connection = createConnection(client, options)
  const last: Sql[] = []
  const begun = client.query(begin[options.effect])
  // When it fails so does the first statement, whose failure is waited for.
  begun.catch(() => undefined)
  const result = await use({
    ...connection,
    last: (statement) => {
      // What fails before it is sent must fail before the commit is.
      statement.values.forEach(assertText)
      last.push(statement)
    },
  })
  await begun
  await commit(client, connection, last)
  return result
}

async function commit(client: ClientBase, connection: Connection, last: readonly Sql[]): Promise<void> {
  const written = last.map((statement) => connection.run(statement))
  const committed = client.query('commit')
  await Promise.all([...written, committed])
  // PostgreSQL answers so, without an error, when a statement of the transaction had failed.
  const { command } = await committed
  if (command !== 'COMMIT') throw new RepriseError('INTERNAL_ERROR', `PostgreSQL answered COMMIT with ${command}.`)
}
