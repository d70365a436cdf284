import { encodeText, type OperationName, operations } from '@reprise/protocol'
import type pg from 'pg'
import { decodeIngest, hotOperations, type HotOperation, parseIdempotencyKey } from '../../ingest/index.ts'
import { callHandler, createContext, parseRequest } from '../../call-handler.ts'
import type { Connection } from '../../database.ts'
import type { OpenOptions } from '../../open-store.ts'
import { sql } from '../../sql.ts'
import type { CallContext, HandlerContext, Store } from '../../store.ts'
import { createChangeFeed, type ChangeFeed } from './changes.ts'
import { toStoreError } from './connect/errors.ts'
import { migrate } from './connect/migrate.ts'
import { createPool } from './connect/pool.ts'
import { inTransaction } from './connect/transaction.ts'
import { type Committer, createCommitter } from './ingest/committer.ts'
import { createKeyCache } from './ingest/key-cache.ts'
import { startSealing } from './sealing.ts'
import { copyTables } from '../../maintenance/copy-tables.ts'
import { collectGarbage, readStatistics, verify } from './maintenance.ts'

const NOTHING = encodeText('{}')

export interface PostgresStoreOptions extends OpenOptions {
  /** Makes a store in a new file, for backups. */
  readonly createStoreFile: (path: string, fill: (connection: Connection) => Promise<void>) => Promise<void>
}

/** Opens a store in a PostgreSQL database, which any number of servers may share. */
export async function openPostgresStore(url: string, options: PostgresStoreOptions): Promise<Store> {
  const trouble = (error: unknown): void => options.log?.warn({ err: error }, 'trouble with PostgreSQL')
  const pool = createPool(url, trouble)
  try {
    await migrate(pool, url)
  } catch (error) {
    await pool.end()
    throw error
  }
  const feed = createChangeFeed(pool, url, trouble)
  const committer = createCommitter(pool, createKeyCache(pool), feed)
  const sealing = startSealing(pool, trouble)
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    await committer.drained()
    await sealing.stop()
    await feed.close()
    await pool.end()
  }
  const call = createCall({ pool, feed, committer, options })
  return {
    call: (name, request, context) => call(name, request, context ?? {}),
    changesAfter: feed.changesAfter,
    onChange: feed.onChange,
    collectGarbage: (request) => collectGarbage(pool, request),
    verify: (onProgress) => verify(pool, onProgress),
    backup: (target) => inTransaction(pool, { effect: 'read' }, (source) => options.createStoreFile(target, (file) => copyTables(source, file))),
    statistics: () => readStatistics(pool, committer),
    close: () => (closing ??= close()),
  }
}

interface Parts {
  readonly pool: pg.Pool
  readonly feed: ChangeFeed
  readonly committer: Committer
  readonly options: OpenOptions
}

function createCall({ pool, feed, committer, options }: Parts) {
  const now = options.clock ?? Date.now
  return async (name: OperationName, request: Uint8Array, { idempotencyKey, deadline }: CallContext): Promise<Uint8Array> => {
    if (isHot(name)) {
      const batch = decodeIngest[name](parseRequest(request))
      const key = idempotencyKey === undefined ? undefined : parseIdempotencyKey(idempotencyKey)
      await new Promise<void>((resolve, reject) => committer.add({ batch, key, resolve, reject }))
      return NOTHING
    }
    if (idempotencyKey !== undefined) parseIdempotencyKey(idempotencyKey)
    const json = parseRequest(request)
    let announced = false
    const answer = await inTransaction(pool, { effect: operations[name].effect, deadline }, (connection) => {
      announced = false
      const announce: HandlerContext['announce'] = async (kind, experimentId, runId) => {
        announced = true
        await connection.run(sql`insert into changes (kind, time, experiment_id, run_id) values (${kind}, ${now()}, ${experimentId}, ${runId ?? null})`)
      }
      return callHandler(name, createContext(connection, options.artifactRoot, { now, announce, idempotencyKey }), json)
    })
    if (announced) feed.wake()
    return answer
  }
}

function isHot(name: OperationName): name is HotOperation {
  return (hotOperations as readonly string[]).includes(name)
}
