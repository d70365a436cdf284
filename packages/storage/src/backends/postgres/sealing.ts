import type pg from 'pg'
import { SEAL_POINTS, SEAL_ROWS } from '../../sealing/limits.ts'
import { sealSlice } from '../../sealing/seal-slice.ts'
import { inTransaction } from './connect/transaction.ts'

/** Any number; a run's own lock is (this, its id): one server seals a run at a time. */
const SEALING_LOCK = 727_002
const INTERVAL = 2_000
const RUNS_AT_ONCE = 50
const FINISHED = [3, 4, 5]

export interface Sealing {
  /** Resolves when the slice under way is done. */
  stop(): Promise<void>
}

/** Turns journals into blocks, run by run, slice by slice, beside everything else. Every server does it; locks keep them apart. */
export function startSealing(pool: pg.Pool, onTrouble: (error: unknown) => void): Sealing {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()
  const round = async (): Promise<void> => {
    const { rows } = await pool.query<{ run_id: number; ended: boolean }>(
      `select j.run_id, r.status = any($3) as ended from journal j join runs r on r.id = j.run_id group by j.run_id, r.status
        having sum(j.point_count) >= $1 or count(*) >= $2 or (r.status = any($3) and count(*) > 1) limit ${RUNS_AT_ONCE}`,
      [SEAL_POINTS, SEAL_ROWS, FINISHED],
    )
    for (const { run_id: runId, ended } of rows) await sealWhole(runId, ended)
  }
  const sealWhole = async (runId: number, finished: boolean): Promise<void> => {
    for (let more = true; more && !stopped; ) {
      more = await inTransaction(pool, { effect: 'write' }, async (connection, client) => {
        const lock = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1, $2) as taken', [SEALING_LOCK, runId % 2 ** 31])
        return lock.rows[0]?.taken === true && (await sealSlice(connection, runId, finished)).more
      })
    }
  }
  const again = (): void => {
    if (stopped) return
    timer = setTimeout(() => {
      underWay = round().catch(onTrouble).finally(again)
    }, INTERVAL)
  }
  again()
  return {
    stop: async () => {
      stopped = true
      clearTimeout(timer)
      await underWay
    },
  }
}
