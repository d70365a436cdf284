import { RepriseError } from '@reprise/protocol'
import type { Connection } from '../../database.ts'
import { copyTables } from '../../maintenance/copy-tables.ts'
import type { OpenOptions } from '../../open-store.ts'
import type { Store } from '../../store.ts'
import { Calls } from './call.ts'
import { createChangeFeed } from './changes/feed.ts'
import { readChanges } from './changes/read-changes.ts'
import { describeAddress } from './connect/address.ts'
import { openDatabase } from './connect/database.ts'
import { prepareDatabase } from './connect/prepare.ts'
import { createTroubleLog } from './connect/trouble.ts'
import { createCommitter } from './ingest/committer.ts'
import { createKeyCache } from './ingest/key-cache.ts'
import { collectGarbage, readStatistics, verify } from './maintenance.ts'
import { startSealing } from './sealing.ts'
import { startSettling } from './summaries/settling.ts'
import { startTidying } from './tidying.ts'

export interface PostgresStoreOptions extends OpenOptions {
  /** Makes a store in a new file, for backups. */
  readonly createStoreFile: (path: string, fill: (connection: Connection) => Promise<void>) => Promise<void>
}

/**
 * Opens a store in a PostgreSQL database, which any number of servers may share. Throws with what to do when the
 * database can not be reached or used.
 */
export async function openPostgresStore(url: string, options: PostgresStoreOptions): Promise<Store> {
  const address = describeAddress(url)
  await prepareDatabase(url, address, options.log)
  const now = options.clock ?? Date.now
  const onTrouble = createTroubleLog(address, options.log)
  const database = openDatabase(url, onTrouble)
  const feed = createChangeFeed({ database, url, now, onTrouble })
  const sealing = startSealing(database, onTrouble)
  const settling = startSettling(database, onTrouble)
  const tidying = startTidying(database, onTrouble)
  const keys = createKeyCache(database)
  const counts = { commits: 0, writes: 0 }
  const count = (writes: number): void => {
    counts.commits += 1
    counts.writes += writes
  }
  const committer = createCommitter(database, keys, ({ outcomes, points }) => {
    count(outcomes.length)
    feed.announceWritten(outcomes)
    sealing.notePoints(points)
    settling.notePoints(points)
  })
  const calls = new Calls({
    database,
    committer,
    keys,
    settling,
    now,
    artifactRoot: options.artifactRoot,
    onCommitted: (changes) => {
      count(1)
      if (changes.length > 0) feed.wake()
      for (const { kind, runId } of changes) if (kind === 'run-finished' && runId !== undefined) sealing.noteEnd(runId)
    },
  })
  const underWay = new Set<Promise<unknown>>()
  let closing: Promise<void> | undefined
  const track = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closing !== undefined) throw new RepriseError('TEMPORARILY_UNAVAILABLE', 'The store is closed.')
    const working = work()
    underWay.add(working)
    try {
      return await working
    } finally {
      underWay.delete(working)
    }
  }
  const close = async (): Promise<void> => {
    await Promise.allSettled(underWay)
    await Promise.all([sealing.stop(), settling.stop(), tidying.stop()])
    await feed.close()
    await database.close()
  }
  return {
    call: (name, request, context) => track(() => calls.call(name, request, context ?? {})),
    changesAfter: (position, limit) => track(() => database.transaction('read', (connection) => readChanges(connection, position, limit))),
    onChange: (listener) => feed.onChange(listener),
    collectGarbage: (request) => track(() => collectGarbage(database, request)),
    verify: (onProgress) => track(() => verify(database, onProgress)),
    backup: (target) =>
      track(() => database.apart(({ read }) => read((source) => options.createStoreFile(target, (file) => copyTables(source, file))))),
    statistics: () => track(() => readStatistics(database, counts)),
    close: () => (closing ??= close()),
  }
}
