import type { MeasuredRun } from './find-anomalies.ts'
import { leastForTrend, type Trend } from './group.ts'
import { median, medianSlope, testTrend } from './statistics.ts'

const DAY = 86_400_000
/** All pairs of more would take long: of more runs so many are taken, evenly spaced. */
const MOST = 500
const SIGNIFICANT = 0.05
/** A change by less is none that anybody would act on. */
const LEAST_CHANGE = 0.05

/** Where a metric goes with time, from runs given the oldest first: rising or falling where a test says so, and by 5 % or more. */
export function describeTrend(runs: readonly MeasuredRun[]): Trend {
  const taken = space(runs)
  const [first, last] = [taken[0], taken.at(-1)]
  if (first === undefined || last === undefined || taken.length < leastForTrend || first.start === last.start) {
    return { direction: 'unknown', slope_per_day: null, change: null, p_value: null }
  }
  const slope = medianSlope(taken.map(({ start, value }) => ({ x: (start - first.start) / DAY, y: value })))
  const values = taken.map(({ value }) => value)
  const middle = Math.abs(median(values))
  const moved = slope * ((last.start - first.start) / DAY)
  const change = middle === 0 ? null : moved / middle
  const p = testTrend(values)
  const isSteady = p >= SIGNIFICANT || moved === 0 || (change !== null && Math.abs(change) < LEAST_CHANGE)
  return { direction: isSteady ? 'steady' : moved > 0 ? 'rising' : 'falling', slope_per_day: slope, change, p_value: p }
}

function space(runs: readonly MeasuredRun[]): MeasuredRun[] {
  if (runs.length <= MOST) return [...runs]
  const chosen = Array.from({ length: MOST }, (_, index) => runs[Math.round((index * (runs.length - 1)) / (MOST - 1))])
  return chosen.filter((run) => run !== undefined)
}
