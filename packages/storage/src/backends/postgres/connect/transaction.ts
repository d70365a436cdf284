import type pg from 'pg'
import type { Connection } from '../../../database.ts'
import { createConnection } from './connection.ts'
import { isConflict, toStoreError } from './errors.ts'

export interface TransactionOptions {
  /** `read`: one snapshot for all statements. `write`: each statement sees what was committed before it. */
  readonly effect: 'read' | 'write'
  /** Milliseconds a statement may take. */
  readonly deadline?: number | undefined
  /** Also done again when `use` rejects with this. */
  readonly isWorthAgain?: (error: unknown) => boolean
}

const TRIES = 5

/**
 * Runs `use` in a transaction and commits; nothing stays when it rejects. What conflicted with another transaction
 * is done again from the start, so `use` must keep its effects inside the database.
 */
export async function inTransaction<T>(pool: pg.Pool, options: TransactionOptions, use: (connection: Connection, client: pg.PoolClient) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await runOnce(pool, options, use)
    } catch (error) {
      const again = isConflict(error) || (options.isWorthAgain?.(error) ?? false)
      if (!again || tries === TRIES) throw toStoreError(error)
    }
  }
}

async function runOnce<T>(pool: pg.Pool, { effect, deadline }: TransactionOptions, use: (connection: Connection, client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(effect === 'read' ? 'begin isolation level repeatable read read only' : 'begin')
    if (deadline !== undefined) await client.query(`set local statement_timeout = ${Math.max(1, Math.round(deadline))}`)
    const result = await use(createConnection(client), client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError))
    throw error
  } finally {
    client.release(broken)
  }
}
