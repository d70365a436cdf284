import { toInt64 } from '@reprise/protocol'
import pg from 'pg'

/**
 * Connections are kept apart by what they are for: slow searches can not keep writes waiting, and nothing keeps what
 * running programs log waiting.
 */
export type Lane = 'ingest' | 'write' | 'read'

interface LaneSettings {
  readonly connections: number
  /** Milliseconds. The timeouts are there for hosts that vanish and for others who hold locks. */
  readonly statementTimeout: number
  readonly lockTimeout: number
}

const lanes: Readonly<Record<Lane, LaneSettings>> = {
  ingest: { connections: 3, statementTimeout: 30_000, lockTimeout: 10_000 },
  write: { connections: 6, statementTimeout: 60_000, lockTimeout: 10_000 },
  read: { connections: 6, statementTimeout: 60_000, lockTimeout: 10_000 },
}
const CONNECT_MILLISECONDS = 10_000
const IDLE_MILLISECONDS = 60_000
/** The driver gives a connection up when the server does not even tell of a timeout. */
const BEYOND_TIMEOUT = 10_000

export interface Pools {
  readonly ingest: pg.Pool
  readonly write: pg.Pool
  readonly read: pg.Pool
  /** A connection beside the lanes and without timeouts, for work of minutes. The caller ends it. */
  connect(application: string): Promise<pg.Client>
  /** Resolves when every socket is closed. */
  close(): Promise<void>
}

/** Makes connections to one database, when they are needed. A connection that breaks is replaced; `onBroken` is told. */
export function createPools(url: string, onBroken: (error: unknown) => void): Pools {
  const open = new Set<Promise<void>>()
  const make = (lane: Lane): pg.Pool => {
    const { connections, statementTimeout, lockTimeout } = lanes[lane]
    const timeouts = `set statement_timeout = ${statementTimeout}; set lock_timeout = ${lockTimeout};
      set idle_in_transaction_session_timeout = ${statementTimeout}`
    const pool = new pg.Pool({
      ...connectionSettings(url),
      application_name: `reprise ${lane}`,
      max: connections,
      idleTimeoutMillis: IDLE_MILLISECONDS,
      pipeline: true,
      query_timeout: statementTimeout + BEYOND_TIMEOUT,
      onConnect: (client) => void client.query(`${sessionSettings}; ${timeouts}`).catch(onBroken),
    })
    pool.on('error', onBroken)
    pool.on('connect', (client) => {
      // Whoever uses a connection when it breaks hears of it from the statement that fails; without a listener the process would end.
      client.on('error', () => undefined)
      const { promise, resolve } = Promise.withResolvers<void>()
      open.add(promise)
      client.once('end', () => {
        open.delete(promise)
        resolve()
      })
    })
    return pool
  }
  const pools = { ingest: make('ingest'), write: make('write'), read: make('read') }
  return {
    ...pools,
    connect: async (application) => {
      const client = new pg.Client({ ...connectionSettings(url), application_name: `reprise ${application}`, pipeline: true })
      client.on('error', () => undefined)
      await client.connect()
      await client.query(sessionSettings)
      return client
    },
    close: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.end()))
      await Promise.all(open)
    },
  }
}

/**
 * A role or database may have other defaults, and results are read and written by these. JIT costs short searches more
 * than it gives.
 */
export const sessionSettings = [
  'extra_float_digits = 1',
  'bytea_output = hex',
  'default_transaction_isolation = "read committed"',
  'default_transaction_read_only = off',
  'jit = off',
]
  .map((setting) => `set ${setting}`)
  .join('; ')

/** What every connection has: how it is reached, and how its results are read. */
export function connectionSettings(url: string) {
  return { connectionString: url, connectionTimeoutMillis: CONNECT_MILLISECONDS, keepAlive: true, types }
}

const INT8 = 20

/** 64-bit integers as numbers while they are safe; everything else as `pg` has it. */
const types = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === INT8 ? parseInt8 : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

function parseInt8(text: string): number | bigint {
  return text.length < 16 ? Number(text) : toInt64(BigInt(text))
}
