import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Connection, Row } from '../../../database.ts'
import type { Sql } from '../../../sql.ts'
import { createConnection } from './connection.ts'
import { isConflict, toStoreError } from './errors.ts'
import { type Lane, lanes } from './lanes.ts'
import { createPools, type Pools } from './pools.ts'
import { runTransaction, type Transaction, type TransactionOptions } from './transaction.ts'

/** One PostgreSQL database as the backend uses it. Everything rejects with errors for the one who asked. */
export interface Database {
  /**
   * Runs `use` in a transaction and commits; nothing stays when it rejects. What conflicted with another transaction is
   * done again from the start, so `use` must keep its effects inside the database.
   */
  transaction<T>(lane: Lane, use: (transaction: Transaction) => Promise<T>, limits?: TransactionLimits): Promise<T>
  /** Runs one statement that is a transaction of its own. */
  query<Result extends Row>(lane: Lane, statement: Sql): Promise<Result[]>
  /** Work of minutes on a connection of its own, without timeouts. */
  apart<T>(use: (work: Apart) => Promise<T>): Promise<T>
  /** Resolves when every connection is closed. Nothing may be under way. */
  close(): Promise<void>
}

export interface TransactionLimits {
  /** Monotonic time after which no statement is started. */
  readonly endsAt?: number
}

/** A connection for maintenance. */
export interface Apart {
  read<T>(use: (connection: Connection) => Promise<T>): Promise<T>
  write<T>(use: (connection: Connection) => Promise<T>): Promise<T>
  /** A statement that can not be in a transaction. */
  run(text: string): Promise<void>
}

const TRIES = 6
/** Milliseconds before a transaction is done again, times a random share that grows. */
const PAUSE = 20

export function openDatabase(url: string, onBroken: (error: unknown) => void): Database {
  const pools = createPools(url, onBroken)
  return {
    transaction: (lane, use, limits) =>
      again(() => onClient(pools, lane, (client) => transact(client, { ...optionsOf(lane), ...limits }, use))),
    query: (lane, statement) => again(() => onClient(pools, lane, (client) => createConnection(client, optionsOf(lane)).all(statement))),
    apart: async (use) => {
      const client = await pools.connect('maintenance').catch(rethrow)
      try {
        return await use({
          read: (work) => transact(client, { effect: 'read', prepared: false }, work),
          write: (work) => again(() => transact(client, { effect: 'write', prepared: false }, work)),
          run: async (text) => void (await client.query(text)),
        })
      } catch (error) {
        throw toStoreError(error)
      } finally {
        await client.end()
      }
    },
    close: () => pools.close(),
  }
}

function optionsOf(lane: Lane): TransactionOptions {
  const { effect, isByKey } = lanes[lane]
  return { effect, prepared: isByKey }
}

async function transact<T>(client: pg.ClientBase, options: TransactionOptions, use: (transaction: Transaction) => Promise<T>): Promise<T> {
  try {
    return await runTransaction(client, options, use)
  } catch (error) {
    // It fails only on a connection that broke, and PostgreSQL rolls back by itself then.
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** A connection that broke meanwhile is not taken back by its pool. */
async function onClient<T>(pools: Pools, lane: Lane, use: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await pools.of[lane].connect()
  try {
    return await use(client)
  } finally {
    client.release()
  }
}

async function again<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (!isConflict(error) || tries === TRIES) throw toStoreError(error)
      await sleep(PAUSE * tries * Math.random())
    }
  }
}

function rethrow(error: unknown): never {
  throw toStoreError(error)
}
