import { collectGarbageOn } from '../../maintenance/collect-garbage.ts'
import { verifyStore } from '../../maintenance/verify.ts'
import { schemaVersion } from '../../migrations/index.ts'
import { raw, sql } from '../../sql.ts'
import type { GarbageReport, GarbageRequest, StoreStatistics, VerifyReport } from '../../store.ts'
import type { Database } from './connect/database.ts'

/** VACUUM gives pages at the end of a table back to the file system and keeps the others for new rows; it locks nobody out. */
export function collectGarbage(database: Database, request: GarbageRequest): Promise<GarbageReport> {
  return database.apart((work) =>
    collectGarbageOn(
      {
        read: work.read,
        write: work.write,
        size: () => readSize(database),
        giveSpaceBack: () => work.run('vacuum'),
      },
      request,
    ),
  )
}

export function verify(database: Database, onProgress?: (done: number, total: number) => void): Promise<VerifyReport> {
  return database.apart((work) => work.read((connection) => verifyStore(connection, onProgress)))
}

/** Row counts are PostgreSQL's estimates where a table is large: counting a million rows for a figure would cost seconds. */
export async function readStatistics(database: Database, counts: Pick<StoreStatistics, 'commits' | 'writes'>): Promise<StoreStatistics> {
  const [figures] = await database.query<{ experiments: number; runs: number; journal: number; bytes: number }>(
    'search',
    sql`select (select count(*) from experiments) as experiments, ${estimate('runs')} as runs, ${estimate('journal')} as journal,
      pg_database_size(current_database()) as bytes`,
  )
  const { experiments = 0, runs = 0, journal = 0, bytes = 0 } = figures ?? {}
  return { backend: 'postgres', schemaVersion, experiments, runs, journalRows: journal, bytes, ...counts }
}

/** Exact up to 10,000 rows. */
function estimate(table: string) {
  return raw(
    `(select case when counted < 10000 then counted else greatest(counted, (select reltuples::bigint from pg_class where oid = '${table}'::regclass)) end
      from (select count(*) as counted from (select 1 from ${table} limit 10000) first_rows) counting)`,
  )
}

async function readSize(database: Database): Promise<number> {
  const [row] = await database.query<{ bytes: number }>('read', sql`select pg_database_size(current_database()) as bytes`)
  return row?.bytes ?? 0
}
