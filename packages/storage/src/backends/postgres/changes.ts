import pg from 'pg'
import type { ChangeKind, ChangePage, Change, Unsubscribe } from '../../store.ts'
import { CHANGES_KEPT, COALESCE_MILLISECONDS } from '../../changes/limits.ts'
import { toStoreError } from './connect/errors.ts'
import type { Outcome } from './ingest/flush.ts'

const CHANNEL = 'reprise_changes'
const RECONNECT_INTERVAL = 1_000

/** The live feed over every server of one database. */
export interface ChangeFeed {
  changesAfter(position: string | undefined, limit: number): Promise<ChangePage>
  onChange(listener: () => void): Unsubscribe
  /** Says soon that runs have new points: at most twice a second, in one transaction for all runs. */
  announcePoints(outcomes: readonly Outcome[]): void
  /** Wakes the readers of all servers; called after a transaction that announced something was committed. */
  wake(): void
  close(): Promise<void>
}

type ChangeRow = { transaction: string; id: number; kind: ChangeKind; time: number; experiment_id: number; run_id: string | null }

/**
 * Positions are (transaction, id): ids are given out before their transaction commits, so a reader only goes as far as
 * the oldest transaction still under way; what commits later has a later position.
 */
export function createChangeFeed(pool: pg.Pool, url: string, onTrouble: (error: unknown) => void): ChangeFeed {
  const listeners = new Set<() => void>()
  const withPoints = new Map<string, { experiment: number; run: string }>()
  let timer: NodeJS.Timeout | undefined
  const listening = listen(url, () => listeners.forEach((listener) => listener()), onTrouble)

  const notify = (): void => void pool.query(`notify ${CHANNEL}`).catch(onTrouble)
  const flushPoints = async (): Promise<void> => {
    const rows = [...withPoints.values()]
    withPoints.clear()
    if (rows.length === 0) return
    await pool.query(
      `insert into changes (kind, time, experiment_id, run_id) select 'points', $1, e, r from unnest($2::bigint[], $3::text[]) points (e, r)`,
      [Date.now(), rows.map((row) => row.experiment), rows.map((row) => row.run)],
    )
    await pool.query(`delete from changes where id < (select max(id) from changes) - ${CHANGES_KEPT}`)
    notify()
  }
  return {
    changesAfter: (position, limit) => readChanges(pool, position, limit),
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    announcePoints: (outcomes) => {
      for (const { call, run, error } of outcomes) {
        if (error === undefined && run !== undefined && call.batch.points.keys.length > 0) withPoints.set(run.uuid, { experiment: run.experiment_id, run: run.uuid })
      }
      if (withPoints.size > 0) {
        timer ??= setTimeout(() => {
          timer = undefined
          flushPoints().catch(onTrouble)
        }, COALESCE_MILLISECONDS)
      }
    },
    wake: notify,
    close: async () => {
      clearTimeout(timer)
      await flushPoints().catch(onTrouble)
      await listening.close()
    },
  }
}

const POSITION = /^(\d{1,19})-(\d{1,19})$/

async function readChanges(pool: pg.Pool, position: string | undefined, limit: number): Promise<ChangePage> {
  try {
    const { rows } = await pool.query<{ horizon: string; oldest: string | null }>(
      `select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, (select min(id)::text from changes) as oldest`,
    )
    const horizon = rows[0]?.horizon ?? '0'
    const now = `${horizon}-0`
    const [, transaction, id] = POSITION.exec(position ?? '') ?? []
    if (transaction === undefined || id === undefined) return { reset: position !== undefined, changes: [], position: now }
    if (await isForgotten(pool, id, rows[0]?.oldest ?? null)) return { reset: true, changes: [], position: now }
    const found = await pool.query<ChangeRow>(
      `select transaction_id::text as transaction, id, kind, time, experiment_id, run_id from changes
        where transaction_id < $1::xid8 and (transaction_id, id) > ($2::xid8, $3::bigint) order by transaction_id, id limit $4`,
      [horizon, transaction, id, limit],
    )
    const changes = found.rows.map(toChange)
    return { reset: false, changes, position: changes.at(-1)?.position ?? position ?? now }
  } catch (error) {
    throw toStoreError(error)
  }
}

/** Whether changes after a position were deleted. Position 0 of a transaction is the present of back then: nothing can be told of it. */
async function isForgotten(pool: pg.Pool, id: string, oldest: string | null): Promise<boolean> {
  if (id === '0' || oldest === null || BigInt(id) >= BigInt(oldest) - 1n) return false
  const { rowCount } = await pool.query('select 1 from changes where id = $1', [id])
  return rowCount === 0
}

function toChange({ transaction, id, kind, time, experiment_id: experimentId, run_id: runId }: ChangeRow): Change {
  return { position: `${transaction}-${id}`, kind, time, experiment_id: String(experimentId), ...(runId === null ? {} : { run_id: runId }) }
}

/** A connection of its own that hears notifications, and comes back when it was lost. */
function listen(url: string, onNotification: () => void, onTrouble: (error: unknown) => void): { close: () => Promise<void> } {
  let client: pg.Client | undefined
  let closed = false
  let timer: NodeJS.Timeout | undefined
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, application_name: 'reprise changes' })
    client = fresh
    fresh.on('notification', onNotification)
    fresh.on('error', onTrouble)
    fresh.on('end', reconnectSoon)
    await fresh.connect()
    await fresh.query(`listen ${CHANNEL}`)
    onNotification()
  }
  const reconnectSoon = (): void => {
    if (!closed) timer ??= setTimeout(attempt, RECONNECT_INTERVAL)
  }
  const attempt = (): void => {
    timer = undefined
    connect().catch((error: unknown) => {
      onTrouble(error)
      reconnectSoon()
    })
  }
  attempt()
  return {
    close: async () => {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(onTrouble)
    },
  }
}
