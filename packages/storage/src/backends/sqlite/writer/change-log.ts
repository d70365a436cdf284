import type { DatabaseSync } from 'node:sqlite'
import type { ChangeKind } from '../../../store.ts'
import { CHANGES_KEPT, COALESCE_MILLISECONDS } from '../../../changes/index.ts'
import type { KnownRun } from './known-runs.ts'

const PRUNE_EVERY = 1_000

interface Coalesced {
  readonly run: KnownRun
  readonly kind: ChangeKind
  /** When it may be told again, by the monotonic clock. */
  next: number
  waiting: boolean
}

/** Lines of the live feed, in the transaction of what they tell. */
export class ChangeLog {
  readonly #insert
  readonly #prune
  readonly #coalesced = new Map<string, Coalesced>()
  #written = 0
  /** Whether lines were added since {@link takeChanged}. */
  #changed = false

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('insert into changes (kind, time, experiment_id, run_id) values (?, ?, ?, ?)')
    this.#prune = database.prepare(`delete from changes where id <= (select max(id) from changes) - ${CHANGES_KEPT}`)
  }

  add(kind: ChangeKind, now: number, about: { readonly experimentId: number; readonly runUuid?: string | undefined }): void {
    this.#insert.run(kind, now, about.experimentId, about.runUuid ?? null)
    this.#changed = true
    if (++this.#written % PRUNE_EVERY === 0) this.#prune.run()
  }

  /** Adds a line that is repeated at most twice a second per run and kind: at once, or with {@link addWaiting} later. */
  addCoalesced(kind: ChangeKind, now: number, run: KnownRun): void {
    const key = `${kind} ${run.uuid}`
    const known = this.#coalesced.get(key)
    const clock = performance.now()
    if (known === undefined) this.#coalesced.set(key, { run, kind, next: clock + COALESCE_MILLISECONDS, waiting: false })
    else if (clock < known.next) {
      known.waiting = true
      return
    } else {
      known.next = clock + COALESCE_MILLISECONDS
      known.waiting = false
    }
    this.add(kind, now, { experimentId: run.experimentId, runUuid: run.uuid })
  }

  /** When the first waiting line is due, by the monotonic clock; Infinity when none waits. */
  dueAt(): number {
    let due = Infinity
    for (const line of this.#coalesced.values()) if (line.waiting && line.next < due) due = line.next
    return due
  }

  /** Adds the lines that are due, and forgets the runs that were quiet. */
  addWaiting(now: number): void {
    const clock = performance.now()
    for (const [key, line] of this.#coalesced) {
      if (clock < line.next) continue
      if (line.waiting) {
        line.waiting = false
        line.next = clock + COALESCE_MILLISECONDS
        this.add(line.kind, now, { experimentId: line.run.experimentId, runUuid: line.run.uuid })
      } else this.#coalesced.delete(key)
    }
  }

  /** Whether the feed has new lines since the last time this was asked. */
  takeChanged(): boolean {
    const changed = this.#changed
    this.#changed = false
    return changed
  }

  clear(): void {
    this.#coalesced.clear()
    this.#changed = false
  }
}
