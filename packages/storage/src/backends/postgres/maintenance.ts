import type pg from 'pg'
import { collectGarbageOn } from '../../maintenance/collect-garbage.ts'
import { verifyStore } from '../../maintenance/verify.ts'
import { schemaVersion } from '../../migrations/index.ts'
import type { GarbageReport, GarbageRequest, StoreStatistics, VerifyReport } from '../../store.ts'
import { toStoreError } from './connect/errors.ts'
import { inTransaction } from './connect/transaction.ts'
import type { Committer } from './ingest/committer.ts'

export function collectGarbage(pool: pg.Pool, request: GarbageRequest): Promise<GarbageReport> {
  return collectGarbageOn(
    {
      read: (use) => inTransaction(pool, { effect: 'read' }, use),
      write: (use) => inTransaction(pool, { effect: 'write' }, use),
      size: () => readSize(pool),
      giveSpaceBack: async () => {
        for (const table of ['journal', 'blocks', 'metrics', 'params', 'tags', 'runs']) await pool.query(`vacuum ${table}`)
      },
    },
    request,
  )
}

export function verify(pool: pg.Pool, onProgress?: (done: number, total: number) => void): Promise<VerifyReport> {
  return inTransaction(pool, { effect: 'read' }, (connection) => verifyStore(connection, onProgress))
}

/** Row counts are PostgreSQL's estimates where a table is large: counting a million rows for a figure would cost seconds. */
export async function readStatistics(pool: pg.Pool, { commits, writes }: Pick<Committer, 'commits' | 'writes'>): Promise<StoreStatistics> {
  const { rows } = await pool
    .query<{ experiments: number; runs: number; journal: number; bytes: number }>(
      `select (select count(*) from experiments) as experiments, ${estimate('runs')} as runs, ${estimate('journal')} as journal,
        pg_database_size(current_database()) as bytes`,
    )
    .catch((error: unknown) => {
      throw toStoreError(error)
    })
  const { experiments = 0, runs = 0, journal = 0, bytes = 0 } = rows[0] ?? {}
  return { backend: 'postgres', schemaVersion, experiments, runs, journalRows: journal, bytes, commits, writes }
}

/** Exact up to 10,000 rows. */
function estimate(table: string): string {
  return `(select case when counted < 10000 then counted else greatest(counted, (select reltuples::bigint from pg_class where oid = '${table}'::regclass)) end
    from (select count(*) as counted from (select 1 from ${table} limit 10000) first_rows) counting)`
}

async function readSize(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>('select pg_database_size(current_database()) as bytes')
  return rows[0]?.bytes ?? 0
}
