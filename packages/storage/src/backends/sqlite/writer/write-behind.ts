import type { PendingRuns } from '../../../summaries/index.ts'

/** Something that is written behind: what waits, and how it is written. */
export interface Behind {
  readonly pending: Pick<PendingRuns<unknown>, 'size' | 'countOf' | 'has' | 'runsOf'>
  /** Values written between two flushes: some milliseconds. */
  readonly slice: number
  /** Milliseconds that values wait at most for more to be written with them. */
  readonly idle: number
  /** Milliseconds without anything new after which there is no use in waiting. */
  readonly quiet: number
  /** Whether more waits than memory should hold. */
  isTooMuch(): boolean
  /** Writes what waits of a run, up to about `limit` values, in the open transaction; answers how many. */
  write(runId: number, limit: number): Promise<number> | number
  /** Notes how far the table is complete, after some were written in the open transaction. */
  finish(): Promise<void> | void
}

/** Writes what waits: of the runs that a reader is about to look at, after a while, and when there is too much of it. */
export class WriteBehind {
  readonly #behind: Behind
  /** Monotonic time since which the first of what waits does. */
  #since = Infinity
  /** Monotonic time at which there was last more than before, and how much there was. */
  #grown = Infinity
  #size = 0
  /** How much of which runs was due and is still to be written. */
  #round = new Map<number, number>()

  constructor(behind: Behind) {
    this.#behind = behind
  }

  /** To be told when what waits was found anew. */
  reset(): void {
    this.#round.clear()
    this.#since = Infinity
    this.noteFlush()
  }

  /** To be told after each flush. */
  noteFlush(): void {
    const { size } = this.#behind.pending
    if (size > this.#size) this.#grown = performance.now()
    this.#size = size
    if (size === 0) this.#since = Infinity
    else if (this.#since === Infinity) this.#since = performance.now()
  }

  /** When the next slice is due, by the monotonic clock. */
  dueAt(): number {
    const { idle, quiet } = this.#behind
    if (this.#round.size > 0 || this.#behind.isTooMuch()) return 0
    return Math.max(this.#since, Math.min(this.#since + idle, this.#grown + quiet))
  }

  /** Which of these runs have anything waiting, with how much: what comes later does not concern the reader. */
  countIn(runIds: readonly number[]): Map<number, number> {
    const { pending } = this.#behind
    return new Map(runIds.filter((runId) => pending.has(runId)).map((runId) => [runId, pending.countOf(runId)]))
  }

  /** Writes up to one slice of what `wanted` names, in the open transaction, and takes that off. */
  async writeWanted(wanted: Map<number, number>): Promise<void> {
    if (wanted.size === 0) return
    let room = this.#behind.slice
    for (const [runId, count] of wanted) {
      const written = await this.#behind.write(runId, Math.min(count, room))
      room -= written
      if (written >= count || written === 0) wanted.delete(runId)
      else wanted.set(runId, count - written)
      if (room <= 0) break
    }
    await this.#behind.finish()
  }

  /** Writes one slice of what waits, in the open transaction; what comes meanwhile waits for the next round. */
  async writeNext(): Promise<void> {
    const { pending } = this.#behind
    if (this.#round.size === 0) this.#round = this.countIn(pending.runsOf(undefined))
    await this.writeWanted(this.#round)
    if (this.#round.size === 0) this.#since = pending.size === 0 ? Infinity : performance.now()
  }

  /** Writes everything of one run, in the open transaction. */
  async writeRun(runId: number): Promise<void> {
    if (!this.#behind.pending.has(runId)) return
    await this.#behind.write(runId, Infinity)
    await this.#behind.finish()
  }
}
