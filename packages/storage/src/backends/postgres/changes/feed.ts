import { COALESCE_MILLISECONDS } from '../../../changes/index.ts'
import type { ChangeKind, Unsubscribe } from '../../../store.ts'
import type { Database } from '../connect/database.ts'
import type { Outcome } from '../ingest/call.ts'
import { insertChanges, type NewChange } from './insert-changes.ts'
import { openNotifications } from './notifications.ts'

/** The lines of the feed that are told after the fact, and who is woken by which. */
export interface ChangeFeed {
  onChange(listener: () => void): Unsubscribe
  /** Says within half a second which runs got points, or params and tags: one line per run and kind, however much it was. */
  announceWritten(outcomes: readonly Outcome[]): void
  /** Wakes the readers of all servers; called after a transaction that announced something was committed. */
  wake(): void
  close(): Promise<void>
}

/**
 * What a server announces after a commit is lost when it is killed in that half second; the points themselves are not.
 */
export function createChangeFeed(parts: {
  readonly database: Database
  readonly url: string
  readonly now: () => number
  readonly onTrouble: (error: unknown) => void
}): ChangeFeed {
  const { database, url, now, onTrouble } = parts
  const listeners = new Set<() => void>()
  const waiting = new Map<string, NewChange>()
  let timer: NodeJS.Timeout | undefined
  const notifications = openNotifications(url, () => listeners.forEach((listener) => listener()), onTrouble)

  const flushWaiting = async (): Promise<void> => {
    timer = undefined
    const lines = [...waiting.values()].map((line) => ({ ...line, time: now() }))
    waiting.clear()
    if (lines.length === 0) return
    await database.query('write', insertChanges(lines))
    notifications.send()
  }
  const flushLoudly = async (): Promise<void> => {
    await flushWaiting().catch(onTrouble)
  }
  const announce = (kind: ChangeKind, { uuid, experiment_id: experimentId }: { uuid: string; experiment_id: number }): void => {
    waiting.set(`${kind} ${uuid}`, { kind, time: 0, experimentId, runId: uuid })
    timer ??= setTimeout(() => void flushLoudly(), COALESCE_MILLISECONDS)
  }
  return {
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    announceWritten: (outcomes) => {
      for (const outcome of outcomes) {
        if (outcome.kind !== 'written') continue
        const { points, params, tags } = outcome.call.batch
        if (points.places.length > 0) announce('points', outcome.run)
        if (params.length > 0 || tags.size > 0) announce('run-updated', outcome.run)
      }
    },
    wake: () => notifications.send(),
    close: async () => {
      clearTimeout(timer)
      await flushLoudly()
      await notifications.close()
    },
  }
}
