import type { ResponseFor } from '@reprise/protocol'

/** One curve: columns of equal length, one entry per bucket, ordered by x. Every point of the run is in one bucket. */
export interface Series {
  readonly runId: string
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly first: readonly number[]
  readonly last: readonly number[]
  readonly min: readonly number[]
  readonly max: readonly number[]
  readonly mean: readonly number[]
  readonly count: readonly number[]
  readonly nanCount: readonly number[]
}

/** The server's columns as a chart takes them: x from 0 where `isRelative`. */
export function seriesOf(answer: ResponseFor<'getSeriesBuckets'>, isRelative: boolean): Series[] {
  return answer.runs.map((run) => {
    const origin = isRelative ? Number(run.from[0] ?? 0) : 0
    const toX = (value: number | bigint) => Number(value) - origin
    return {
      runId: run.run_id,
      from: run.from.map(toX),
      to: run.to.map(toX),
      first: run.first,
      last: run.last,
      min: run.min,
      max: run.max,
      mean: run.mean,
      count: run.count.map(Number),
      nanCount: run.nan_count.map(Number),
    }
  })
}

/**
 * An exponential moving average of the means, without the pull towards zero at the start. `weight` is 0 to below 1. It is taken over the
 * whole series, so that it is the same wherever one looks.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  let sum = 0
  let debias = 0
  return values.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN
    sum = sum * weight + value * (1 - weight)
    debias = debias * weight + (1 - weight)
    return sum / debias
  })
}

/** The bucket that is nearest to x; -1 when there is none. */
export function nearest({ from, to }: Series, x: number): number {
  let low = 0
  let high = from.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((to[middle] ?? 0) < x) low = middle + 1
    else high = middle
  }
  const before = low - 1
  if (before < 0 || (from[low] ?? 0) <= x) return low < from.length ? low : -1
  return x - (to[before] ?? 0) <= (from[low] ?? 0) - x ? before : low
}
