import { toInt64 } from '@reprise/protocol'
import pg from 'pg'
import { type Lane, lanes, sessionApart, sessionOf } from './lanes.ts'
import { createTurnSocket } from './turn-socket.ts'

const CONNECT_MILLISECONDS = 10_000
const IDLE_MILLISECONDS = 60_000
/** The driver gives a connection up when the server does not even tell of a timeout. */
const BEYOND_TIMEOUT = 10_000

export interface Pools {
  readonly of: Readonly<Record<Lane, pg.Pool>>
  /** A connection beside the lanes and without timeouts, for work of minutes. The caller ends it. */
  connect(application: string): Promise<pg.Client>
  /** Resolves when every socket is closed. */
  close(): Promise<void>
}

/** Makes connections to one database, when they are needed. A connection that breaks is replaced; `onBroken` is told. */
export function createPools(url: string, onBroken: (error: unknown) => void): Pools {
  const open = new Set<Promise<void>>()
  const make = (lane: Lane): pg.Pool => {
    const { connections, timeout } = lanes[lane]
    const pool = new pg.Pool({
      ...connectionSettings(url),
      application_name: `reprise ${lane}`,
      max: connections,
      idleTimeoutMillis: IDLE_MILLISECONDS,
      pipeline: true,
      query_timeout: timeout + BEYOND_TIMEOUT,
      onConnect: (client) => void client.query(sessionOf(lane)).catch(onBroken),
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
  const pools = { ingest: make('ingest'), write: make('write'), read: make('read'), search: make('search') }
  return {
    of: pools,
    connect: async (application) => {
      const client = new pg.Client({ ...connectionSettings(url), application_name: `reprise ${application}`, pipeline: true })
      client.on('error', () => undefined)
      await client.connect()
      await client.query(sessionApart)
      return client
    },
    close: async () => {
      await Promise.all(Object.values(pools).map((pool) => pool.end()))
      await Promise.all(open)
    },
  }
}

/** What every connection has: how it is reached, and how its results are read. */
export function connectionSettings(url: string) {
  return { connectionString: url, connectionTimeoutMillis: CONNECT_MILLISECONDS, keepAlive: true, stream: createTurnSocket, types }
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
