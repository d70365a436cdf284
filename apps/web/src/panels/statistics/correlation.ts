import { meanOf } from './spread.ts'

/** A straight line through points, and how well it says where they are. */
export interface Trend {
  readonly slope: number
  readonly intercept: number
  /** From −1 to 1; NaN where one side does not vary. */
  readonly r: number
  readonly count: number
}

/** The line of least squares with Pearson's coefficient of the values, as they are given. Both lists have the same length. */
export function trendOf(xs: readonly number[], ys: readonly number[]): Trend {
  const meanX = meanOf(xs)
  const meanY = meanOf(ys)
  let xx = 0
  let yy = 0
  let xy = 0
  for (const [at, x] of xs.entries()) {
    const dx = x - meanX
    const dy = (ys[at] ?? Number.NaN) - meanY
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  const slope = xy / xx
  return { slope, intercept: meanY - slope * meanX, r: xx === 0 || yy === 0 ? Number.NaN : xy / Math.sqrt(xx * yy), count: xs.length }
}

/** Spearman's coefficient: Pearson's of the ranks, so that it asks only whether one side grows with the other. */
export function rankCorrelationOf(xs: readonly number[], ys: readonly number[]): number {
  return trendOf(ranksOf(xs), ranksOf(ys)).r
}

/** The place of each value in their order, from 1; equal values share the mean of their places. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks: number[] = Array(values.length).fill(0)
  for (let start = 0; start < order.length;) {
    let end = start
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0]) end++
    for (let at = start; at <= end; at++) ranks[order[at] ?? 0] = (start + end) / 2 + 1
    start = end + 1
  }
  return ranks
}
