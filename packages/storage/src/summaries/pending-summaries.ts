import type { Int64 } from '@reprise/protocol'
import { int64At, type PointColumns } from '../series/index.ts'
import { addPoint, type Summary, summaryOf } from './summary.ts'

/** The run of some pending summaries, as table `metrics` repeats it. */
export interface SummarisedRun {
  readonly id: number
  readonly experimentId: number
  readonly startTime: Int64
}

interface PendingRun {
  readonly run: SummarisedRun
  /** The first journal row whose points are in here. */
  readonly since: number
  readonly summaries: Map<number, Summary>
}

/** Summaries taken out to be written. */
export interface SummarySlice {
  readonly run: SummarisedRun
  readonly summaries: readonly (readonly [keyId: number, summary: Summary])[]
}

/**
 * What was logged since table `metrics` was last written, folded per run and key. An index entry moved per point would
 * cost several random pages, so points are folded here, written in batches and before anybody reads, and after a crash
 * folded again from the journal: rows after {@link summarisedThrough}, which is stored with each batch.
 */
export class PendingSummaries {
  /** Runs in the order of their first pending point, so that the first one tells how far the table is complete. */
  readonly #runs = new Map<number, PendingRun>()
  #size = 0

  /** How many summaries wait. */
  get size(): number {
    return this.#size
  }

  /** Folds the points of one journal row. */
  add(run: SummarisedRun, journalId: number, keyIds: Float64Array, points: PointColumns): void {
    const { summaries } = this.#pendingOf(run, journalId)
    const { steps, timestamps, values } = points
    const before = summaries.size
    let keyId: number | undefined
    let summary: Summary | undefined
    for (let index = 0; index < keyIds.length; index++) {
      const step = steps instanceof Float64Array ? (steps[index] as number) : int64At(steps, index)
      const timestamp = timestamps instanceof Float64Array ? (timestamps[index] as number) : int64At(timestamps, index)
      const value = values[index] as number
      if (keyIds[index] !== keyId) {
        keyId = keyIds[index] as number
        summary = summaries.get(keyId)
        if (summary === undefined) summaries.set(keyId, (summary = summaryOf(step, timestamp, value)))
      }
      if (summary !== undefined) addPoint(summary, step, timestamp, value)
    }
    this.#size += summaries.size - before
  }

  #pendingOf(run: SummarisedRun, journalId: number): PendingRun {
    const known = this.#runs.get(run.id)
    if (known !== undefined) return known
    const pending: PendingRun = { run, since: journalId, summaries: new Map() }
    this.#runs.set(run.id, pending)
    return pending
  }

  /**
   * Takes out up to `limit` summaries of a run, those that wait longest first. The caller writes them in the
   * transaction that stores the new {@link summarisedThrough}.
   */
  take(runId: number, limit: number): SummarySlice | undefined {
    const pending = this.#runs.get(runId)
    if (pending === undefined) return undefined
    const taken: [number, Summary][] = []
    for (const entry of pending.summaries) {
      if (taken.length >= limit) break
      taken.push(entry)
      pending.summaries.delete(entry[0])
    }
    this.#size -= taken.length
    if (pending.summaries.size === 0) this.#runs.delete(runId)
    return { run: pending.run, summaries: taken }
  }

  /** Forgets a run that is deleted for good. */
  drop(runId: number): void {
    this.#size -= this.countOf(runId)
    this.#runs.delete(runId)
  }

  has(runId: number): boolean {
    return this.#runs.has(runId)
  }

  /** The run that has waited longest. */
  oldestRun(): number | undefined {
    return this.#runs.keys().next().value
  }

  /** Runs of some experiments, or all. */
  runsOf(experiments: ReadonlySet<number> | undefined): number[] {
    return [...this.#runs.values()].flatMap(({ run }) => ((experiments?.has(run.experimentId) ?? true) ? [run.id] : []))
  }

  /** The keys of all that waits. */
  keyIds(): Set<number> {
    return new Set([...this.#runs.values()].flatMap(({ summaries }) => [...summaries.keys()]))
  }

  /** How many summaries of a run wait. */
  countOf(runId: number): number {
    return this.#runs.get(runId)?.summaries.size ?? 0
  }

  /** Every journal row up to this one is in the table, given the newest journal row. */
  summarisedThrough(newestJournalId: number): number {
    const oldest = this.#runs.values().next().value
    return oldest === undefined ? newestJournalId : oldest.since - 1
  }

  clear(): void {
    this.#runs.clear()
    this.#size = 0
  }
}
