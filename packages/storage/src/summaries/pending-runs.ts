import type { Int64 } from '@reprise/protocol'

/** The run of what is pending, as the tables of params and metrics repeat it. */
export interface PendingRun {
  readonly id: number
  readonly experimentId: number
  readonly startTime: Int64
}

interface Pending<Content> {
  readonly run: PendingRun
  /** The first row that holds some of it. */
  readonly since: number
  content: Content
}

/**
 * What stands in rows of many values and not yet, row by row, in a table with indexes: an index entry per value would cost
 * a commit several random pages. It is written later, for many values at once, and before anybody reads the table; after a
 * crash it is found again in the rows after {@link settledThrough}.
 */
export abstract class PendingRuns<Content> {
  /** In the order of the first row, so that the first one tells how far the table is complete. */
  readonly #runs = new Map<number, Pending<Content>>()
  #size = 0

  /** How many values wait. */
  get size(): number {
    return this.#size
  }

  protected abstract countIn(content: Content): number

  /** Puts to what waits of a run what a row brought. */
  protected put(run: PendingRun, rowId: number, add: (content: Content | undefined) => Content): void {
    const known = this.#runs.get(run.id)
    const before = known === undefined ? 0 : this.countIn(known.content)
    const content = add(known?.content)
    if (known === undefined) this.#runs.set(run.id, { run, since: rowId, content })
    else known.content = content
    this.#size += this.countIn(content) - before
  }

  protected contentOf(runId: number): Content | undefined {
    return this.#runs.get(runId)?.content
  }

  protected *contents(): Generator<Content> {
    for (const { content } of this.#runs.values()) yield content
  }

  /** Takes out everything of a run. The caller writes it in the transaction that acts on the new {@link settledThrough}. */
  protected takeRun(runId: number): { readonly run: PendingRun; readonly content: Content } | undefined {
    const pending = this.#runs.get(runId)
    if (pending === undefined) return undefined
    this.#runs.delete(runId)
    this.#size -= this.countIn(pending.content)
    return pending
  }

  /** Lets a part of a run be taken out, while the rest stays in its place. */
  protected takeFrom<Taken>(
    runId: number,
    take: (content: Content) => Taken,
  ): { readonly run: PendingRun; readonly taken: Taken } | undefined {
    const pending = this.#runs.get(runId)
    if (pending === undefined) return undefined
    const before = this.countIn(pending.content)
    const taken = take(pending.content)
    const left = this.countIn(pending.content)
    this.#size -= before - left
    if (left === 0) this.#runs.delete(runId)
    return { run: pending.run, taken }
  }

  /** Forgets a run that is deleted for good. */
  drop(runId: number): void {
    this.takeRun(runId)
  }

  has(runId: number): boolean {
    return this.#runs.has(runId)
  }

  /** Runs of some experiments, or all. */
  runsOf(experiments: ReadonlySet<number> | undefined): number[] {
    return [...this.#runs.values()].flatMap(({ run }) => ((experiments?.has(run.experimentId) ?? true) ? [run.id] : []))
  }

  /** How many values of a run wait. */
  countOf(runId: number): number {
    const content = this.contentOf(runId)
    return content === undefined ? 0 : this.countIn(content)
  }

  /** What every row up to this one brought is in the table, given the newest row. */
  settledThrough(newest: number): number {
    const oldest = this.#runs.values().next().value
    return oldest === undefined ? newest : oldest.since - 1
  }

  clear(): void {
    this.#runs.clear()
    this.#size = 0
  }
}
