import type { Anomaly } from './group.ts'
import { median, medianDeviation } from './statistics.ts'

/** Runs before one that say what is usual, and the fewest that do. */
const [RECENT, FEWEST] = [30, 8]
/** Times 1.4826, the deviation of a normal sample: Iglewicz and Hoaglin's modified z-score. */
const NORMAL = 1.4826
const FAR = 3.5
/** Runs that all take the same are taken to vary by this share, so that a hair's breadth is no anomaly. */
const LEAST_SHARE = 0.01

export interface MeasuredRun {
  readonly id: string
  readonly start: number
  readonly value: number
}

/**
 * Runs, given the oldest first, whose value is farther from the median of the up to 30 runs before them than 3.5 times what is usual among those, by the
 * median of their distances. An anomaly stays out of what is usual for the next ones only by being one of thirty. The latest first.
 */
export function findAnomalies(runs: readonly MeasuredRun[]): Anomaly[] {
  const found: Anomaly[] = []
  for (const [index, { id, start, value }] of runs.entries()) {
    const before = runs.slice(Math.max(0, index - RECENT), index).map((run) => run.value)
    if (before.length < FEWEST) continue
    const usual = median(before)
    const scale = Math.max(NORMAL * medianDeviation(before), LEAST_SHARE * Math.abs(usual), Number.MIN_VALUE)
    const distance = Math.abs(value - usual) / scale
    if (distance > FAR) found.push({ run_id: id, start_time: start, value, usual, distance })
  }
  return found.toReversed()
}
