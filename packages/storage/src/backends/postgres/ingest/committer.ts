import { RepriseError } from '@reprise/protocol'
import type { IdempotencyKey, IngestBatch } from '../../../ingest/index.ts'
import type { Database } from '../connect/database.ts'
import { isBadValue } from '../connect/errors.ts'
import { assertText } from '../connect/text.ts'
import type { IngestCall, Outcome } from './call.ts'
import { flush, type Flushed } from './flush.ts'
import type { KeyCache } from './key-cache.ts'

/** More would only take turns on the same disk; with two, one is prepared while the other one commits. */
const MOST_FLUSHES = 2
/** Of one group: so that those behind it do not wait for long. */
const MOST_POINTS = 16_384
const MOST_CALLS = 2_000
const MOST_BYTES = 8 * 1024 * 1024
/** Bytes of requests that may wait: beyond, callers are asked to come back. */
const MOST_WAITING_BYTES = 128 * 1024 * 1024

export interface Committer {
  /** Resolves when the write is durable. Rejects with the error of this write alone. */
  write(batch: IngestBatch, key: IdempotencyKey | undefined, size: number): Promise<void>
}

interface Waiting extends IngestCall {
  resolve(): void
  reject(error: unknown): void
}

/**
 * Collects the calls of a turn of the event loop into one transaction: many callers share one commit, and a single
 * caller waits for nobody. A call is answered after its transaction was committed.
 */
export function createCommitter(database: Database, keys: KeyCache, onWritten: (flushed: Flushed) => void): Committer {
  let waiting: Waiting[] = []
  let waitingBytes = 0
  const underWay = new Set<Promise<void>>()
  let scheduled = false

  const schedule = (): void => {
    if (scheduled) return
    scheduled = true
    setImmediate(start)
  }
  const start = (): void => {
    scheduled = false
    while (waiting.length > 0 && underWay.size < MOST_FLUSHES) {
      const group = waiting.slice(0, sizeOfGroup(waiting))
      waiting = waiting.slice(group.length)
      for (const { size } of group) waitingBytes -= size
      const flushing = commit(group).finally(() => {
        underWay.delete(flushing)
        if (waiting.length > 0) schedule()
      })
      underWay.add(flushing)
    }
  }
  const commit = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const ids = await keys.intern(namesOf(group))
      const flushed = await database.transaction('ingest', (transaction) => flush(transaction, ids, group))
      flushed.outcomes.forEach((outcome, index) => settle(group[index], outcome))
      onWritten(flushed)
    } catch (error) {
      await commitApart(group, error)
    }
  }
  /** Halves a group that one of its values made fail, until that one is alone. */
  const commitApart = async (group: readonly Waiting[], error: unknown): Promise<void> => {
    if (group.length === 1 || !isBadValue((error as Error).cause)) return group.forEach((call) => call.reject(error))
    const half = Math.ceil(group.length / 2)
    await commit(group.slice(0, half))
    await commit(group.slice(half))
  }
  return {
    write: async (batch, key, size) => {
      assertTexts(batch)
      if (waitingBytes > MOST_WAITING_BYTES) throw tooBusy()
      waitingBytes += size
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      waiting.push({ batch, key, size, resolve, reject })
      schedule()
      await promise
    },
  }
}

/** What one of a group can not store must not make the others fail. */
function assertTexts({ params, tags }: IngestBatch): void {
  for (const { value } of params) assertText(value)
  for (const value of tags.values()) assertText(value)
}

function sizeOfGroup(waiting: readonly IngestCall[]): number {
  let points = 0
  let bytes = 0
  let count = 0
  for (; count < waiting.length && count < MOST_CALLS; count++) {
    points += waiting[count]?.batch.points.places.length ?? 0
    bytes += waiting[count]?.size ?? 0
    if (count > 0 && (points > MOST_POINTS || bytes > MOST_BYTES)) break
  }
  return count
}

function namesOf(calls: readonly IngestCall[]): Set<string> {
  const names = new Set<string>()
  for (const { batch } of calls) {
    for (const key of batch.points.names) names.add(key)
    for (const { key } of batch.params) names.add(key)
    for (const key of batch.tags.keys()) names.add(key)
  }
  return names
}

function settle(call: Waiting | undefined, outcome: Outcome): void {
  if (outcome.kind === 'refused') call?.reject(outcome.error)
  else call?.resolve()
}

function tooBusy(): RepriseError {
  return new RepriseError('RESOURCE_EXHAUSTED', 'More is being logged than the database takes; try again.', {
    hint: 'Log in batches, or less often.',
  })
}
