import type pg from 'pg'
import type { ChangeFeed } from '../changes.ts'
import { createConnection } from '../connect/connection.ts'
import { inTransaction } from '../connect/transaction.ts'
import { isBadValue } from '../connect/errors.ts'
import type { IngestCall } from './call.ts'
import { FlushConflict, flush, type Outcome } from './flush.ts'
import type { KeyCache } from './key-cache.ts'

const MOST_FLUSHES = 2
const MOST_POINTS = 16_000
const MOST_CALLS = 2_000

export interface Committer {
  add(call: IngestCall): void
  /** Resolves when everything that was added is answered. */
  drained(): Promise<void>
  readonly commits: number
  readonly writes: number
}

/**
 * Collects the calls of a turn of the event loop into one transaction, two transactions at a time: many callers share
 * one commit, a single caller waits for nobody. A call is answered after its transaction was committed.
 */
export function createCommitter(pool: pg.Pool, keys: KeyCache, feed: ChangeFeed): Committer {
  const waiting: IngestCall[] = []
  const underWay = new Set<Promise<void>>()
  let scheduled = false
  let commits = 0
  let writes = 0

  const schedule = (): void => {
    if (scheduled) return
    scheduled = true
    setImmediate(start)
  }
  const start = (): void => {
    scheduled = false
    while (waiting.length > 0 && underWay.size < MOST_FLUSHES) {
      const group = takeGroup(waiting)
      const flushing = commitGroup(group).finally(() => {
        underWay.delete(flushing)
        if (waiting.length > 0) schedule()
      })
      underWay.add(flushing)
    }
  }
  const commitGroup = async (group: readonly IngestCall[]): Promise<void> => {
    try {
      const outcomes = await inTransaction(pool, { effect: 'write', isWorthAgain: (error) => error instanceof FlushConflict && group.length === 1 }, (_connection, client) =>
        flush(createConnection(client, { prepared: true }), keys, group),
      )
      commits++
      writes += group.length
      settle(outcomes)
      feed.announcePoints(outcomes)
    } catch (error) {
      const apart = group.length > 1 && (error instanceof FlushConflict || isBadValue((error as Error).cause ?? error))
      if (apart) for (const call of group) await commitGroup([call])
      else for (const call of group) call.reject(error)
    }
  }
  return {
    add: (call) => {
      waiting.push(call)
      schedule()
    },
    drained: async () => {
      while (waiting.length > 0 || underWay.size > 0) await (underWay.size > 0 ? Promise.all(underWay) : new Promise(setImmediate))
    },
    get commits() {
      return commits
    },
    get writes() {
      return writes
    },
  }
}

function takeGroup(waiting: IngestCall[]): IngestCall[] {
  let points = 0
  let count = 0
  while (count < waiting.length && count < MOST_CALLS) {
    points += waiting[count]?.batch.points.keys.length ?? 0
    if (count > 0 && points > MOST_POINTS) break
    count++
  }
  return waiting.splice(0, count)
}

function settle(outcomes: readonly Outcome[]): void {
  for (const { call, error } of outcomes) {
    if (error === undefined) call.resolve()
    else call.reject(error)
  }
}
