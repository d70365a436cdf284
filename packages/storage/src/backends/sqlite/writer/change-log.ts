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
}

/** Quiet runs are forgotten when so many are remembered. */
const REMEMBERED = 10_000

/** Lines of the live feed, in the transaction of what they tell. */
export class ChangeLog {
  readonly #insert
  readonly #prune
  readonly #coalesced = new Map<string, Coalesced>()
  readonly #waiting = new Set<Coalesced>()
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
    const clock = performance.now()
    const known = this.#coalesced.get(key)
    if (known !== undefined && clock < known.next) {
      this.#waiting.add(known)
      return
    }
    const line = known ?? { kind, run, next: 0 }
    this.#tell(line, now, clock)
    if (known === undefined) this.#remember(key, line, clock)
  }

  #remember(key: string, line: Coalesced, clock: number): void {
    if (this.#coalesced.size >= REMEMBERED) {
      for (const [quiet, { next }] of this.#coalesced) if (next <= clock) this.#coalesced.delete(quiet)
    }
    this.#coalesced.set(key, line)
  }

  #tell(line: Coalesced, now: number, clock: number): void {
    line.next = clock + COALESCE_MILLISECONDS
    this.#waiting.delete(line)
    this.add(line.kind, now, { experimentId: line.run.experimentId, runUuid: line.run.uuid })
  }

  /** When the first waiting line is due, by the monotonic clock; Infinity when none waits. */
  dueAt(): number {
    let due = Infinity
    for (const { next } of this.#waiting) if (next < due) due = next
    return due
  }

  /** Adds the lines that are due. */
  addWaiting(now: number): void {
    const clock = performance.now()
    for (const line of this.#waiting) if (line.next <= clock) this.#tell(line, now, clock)
  }

  /** Whether the feed has new lines since the last time this was asked. */
  takeChanged(): boolean {
    const changed = this.#changed
    this.#changed = false
    return changed
  }

  clear(): void {
    this.#coalesced.clear()
    this.#waiting.clear()
    this.#changed = false
  }
}
