import type { DatabaseSync } from 'node:sqlite'
import type { Connection } from '../../../database.ts'
import { type PendingSummaries, writeSummaries, writeSummarisedThrough } from '../../../summaries/index.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { Scope } from '../threads/messages.ts'

/** Summaries written between two flushes: a few milliseconds. */
const SLICE = 1_000
/** Summaries that wait at most this long for more points to be folded in, by the monotonic clock. */
const IDLE_MILLISECONDS = 1_000
/** Summaries, and points, that may wait in memory. */
const MOST_SUMMARIES = 50_000
const MOST_POINTS = 200_000

/**
 * Brings what waits in memory to where it is read: points of the intake into the journal, summaries into table `metrics`.
 * For readers that are about to look, after a while, and when there is too much of it.
 */
export class Settler {
  readonly #connection: Connection
  readonly #pending: PendingSummaries
  readonly #journal: JournalWriter
  readonly #selectRun
  /** Monotonic time of the first summary that waits. */
  #since = Infinity
  /** How many of those that were due are still to be written. */
  #remaining = 0

  constructor(
    database: DatabaseSync,
    connection: Connection,
    parts: { readonly summaries: PendingSummaries; readonly journal: JournalWriter },
  ) {
    this.#connection = connection
    this.#pending = parts.summaries
    this.#journal = parts.journal
    this.#selectRun = database.prepare('select id from runs where uuid = ?')
  }

  /** To be told when what is pending was found anew. */
  reset(): void {
    this.#remaining = 0
    this.#since = this.#pending.size === 0 ? Infinity : performance.now()
  }

  /** To be told after each flush. */
  noteFlush(): void {
    if (this.#pending.size === 0) this.#since = Infinity
    else if (this.#since === Infinity) this.#since = performance.now()
  }

  /** When the next slice is due, by the monotonic clock. */
  dueAt(): number {
    const tooMuch = this.#pending.size > MOST_SUMMARIES || this.#journal.points.size > MOST_POINTS
    return this.#remaining > 0 || tooMuch ? 0 : this.#since + IDLE_MILLISECONDS
  }

  /** The runs of a scope that have anything pending, with how much: what comes later does not concern the reader. */
  pendingIn(scope: Scope): Map<number, number> {
    return new Map(this.#runsIn(scope).map((runId) => [runId, this.#pending.countOf(runId)]))
  }

  #runsIn({ runUuids, experimentIds }: Scope): number[] {
    if (runUuids === undefined) return this.#pending.runsOf(experimentIds === undefined ? undefined : new Set(experimentIds))
    return runUuids.flatMap((uuid) => {
      const runId = this.#selectRun.get(uuid)?.['id'] as number | undefined
      return runId !== undefined && this.#pending.has(runId) ? [runId] : []
    })
  }

  /** Writes up to one slice of what `wanted` names, in the open transaction, and takes that off. */
  async writeWanted(wanted: Map<number, number>): Promise<void> {
    let room = SLICE
    for (const [runId, count] of wanted) {
      const written = await this.#write(runId, Math.min(count, room))
      room -= written
      if (written === count || written === 0) wanted.delete(runId)
      else wanted.set(runId, count - written)
      if (room === 0) break
    }
    await this.#finish()
  }

  /** Writes one slice of what has waited longest, in the open transaction. */
  async writeOldest(): Promise<void> {
    if (this.#remaining === 0) this.#remaining = this.#pending.size
    let room = Math.min(SLICE, this.#remaining)
    for (let runId = this.#pending.oldestRun(); runId !== undefined && room > 0; runId = this.#pending.oldestRun()) {
      const written = await this.#write(runId, room)
      room -= written
      this.#remaining -= written
    }
    await this.#finish()
    if (this.#pending.size === 0) this.#remaining = 0
    if (this.#remaining === 0) this.#since = this.#pending.size === 0 ? Infinity : performance.now()
  }

  /** Writes everything of one run, in the open transaction: its journal rows are about to go. */
  async writeRun(runId: number): Promise<void> {
    if (!this.#pending.has(runId)) return
    await this.#write(runId, Infinity)
    await this.#finish()
  }

  async #write(runId: number, limit: number): Promise<number> {
    this.#journal.settle(runId)
    const slice = this.#pending.take(runId, limit)
    if (slice === undefined) return 0
    await writeSummaries(this.#connection, slice)
    return slice.summaries.length
  }

  async #finish(): Promise<void> {
    const settled = this.#journal.settledThrough
    await writeSummarisedThrough(this.#connection, settled)
    this.#journal.intake.deleteThrough(settled)
  }
}
