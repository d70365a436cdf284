import type { DatabaseSync } from 'node:sqlite'
import type { ChangeKind } from '../../../store.ts'
import { CHANGES_KEPT, COALESCE_MILLISECONDS } from '../../../changes/index.ts'
import type { KnownRun } from './known-runs.ts'

const PRUNE_EVERY = 1_000

/** News that running programs make many of. */
type CoalescedKind = 'points' | 'run-updated'

interface Coalesced {
  run: KnownRun
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
  readonly #coalesced = { points: new Map<number, Coalesced>(), 'run-updated': new Map<number, Coalesced>() }
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
  addCoalesced(kind: CoalescedKind, now: number, run: KnownRun): void {
    const ofKind = this.#coalesced[kind]
    const clock = performance.now()
    const known = ofKind.get(run.id)
    if (known !== undefined && clock < known.next) {
      this.#waiting.add(known)
      return
    }
    const line = known ?? { kind, run, next: 0 }
    this.#tell(line, now, clock)
    if (known === undefined) remember(ofKind, line, clock)
  }

  #tell(line: Coalesced, now: number, clock: number): void {
    line.next = clock + COALESCE_MILLISECONDS
    this.#waiting.delete(line)
    this.add(line.kind, now, { experimentId: line.run.experimentId, runUuid: line.run.uuid })
  }

  /** To be told that a run belongs to another experiment: what is still to be told of it is told there. */
  noteMove(run: KnownRun): void {
    for (const ofKind of Object.values(this.#coalesced)) {
      const line = ofKind.get(run.id)
      if (line !== undefined) line.run = run
    }
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
    for (const ofKind of Object.values(this.#coalesced)) ofKind.clear()
    this.#waiting.clear()
    this.#changed = false
  }
}

function remember(ofKind: Map<number, Coalesced>, line: Coalesced, clock: number): void {
  if (ofKind.size >= REMEMBERED) {
    for (const [runId, { next }] of ofKind) if (next <= clock) ofKind.delete(runId)
  }
  ofKind.set(line.run.id, line)
}
