import { int64At, type PointColumns } from '../series/index.ts'
import { type PendingRun, PendingRuns } from './pending-runs.ts'
import { addPoint, type Summary, summaryOf } from './summary.ts'

/** Summaries taken out to be written. */
export interface SummarySlice {
  readonly run: PendingRun
  readonly summaries: readonly (readonly [keyId: number, summary: Summary])[]
}

/** What was logged since table `metrics` was last written, folded per run and key; after a crash folded again from the journal. */
export class PendingSummaries extends PendingRuns<Map<number, Summary>> {
  protected override countIn(summaries: Map<number, Summary>): number {
    return summaries.size
  }

  /** Folds the points of one journal row. */
  add(run: PendingRun, journalId: number, keyIds: Float64Array, points: PointColumns): void {
    this.put(run, journalId, (summaries = new Map()) => fold(summaries, keyIds, points))
  }

  /** Takes out up to `limit` summaries of a run, those that wait longest first. */
  take(runId: number, limit: number): SummarySlice | undefined {
    const slice = this.takeFrom(runId, (summaries) => {
      const taken: [number, Summary][] = []
      for (const entry of summaries) {
        if (taken.length >= limit) break
        taken.push(entry)
        summaries.delete(entry[0])
      }
      return taken
    })
    return slice && { run: slice.run, summaries: slice.taken }
  }

  /** The keys of all that waits. */
  keyIds(): Set<number> {
    return new Set([...this.contents()].flatMap((summaries) => [...summaries.keys()]))
  }

  /** Table `metrics` holds the points of every journal row up to this one, given the newest journal row. */
  summarisedThrough(newestJournalId: number): number {
    return this.settledThrough(newestJournalId)
  }
}

function fold(summaries: Map<number, Summary>, keyIds: Float64Array, { steps, timestamps, values }: PointColumns): Map<number, Summary> {
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
  return summaries
}
