import { type SeriesBuckets, type StillAxis, type StillSeries, unpackBuckets, unpackPoints } from '@reprise/protocol'

export interface BucketRange {
  readonly from: number
  readonly to: number
}

/** Points that stand together, or one of them. */
export interface Bucket {
  from: number
  to: number
  count: number
  nanCount: number
  first: number
  last: number
  min: number
  max: number
  sum: number
  /** The moving average at its last point, where it was asked for. */
  smoothed?: number
}

/** What is kept of a series, along an axis: a bucket per point where all points are kept. Ordered by x. */
export function keptBuckets(
  { points, by_step: bySteps, by_time: byTime }: StillSeries,
  { axis, axes }: { readonly axis: 'step' | 'time'; readonly axes: readonly StillAxis[] },
  /** Adds what follows from the order of steps; where there are no points one by one, from that of the axis. */
  complete: (buckets: readonly Bucket[]) => readonly Bucket[] = (buckets) => buckets,
): readonly Bucket[] {
  if (points === undefined) {
    const kept = axis === 'step' ? bySteps : byTime
    return complete(kept === undefined ? [] : readBuckets(unpackBuckets(kept, axes)))
  }
  const { step, time, value } = unpackPoints(points, axes)
  const xs = axis === 'step' ? step : time
  const buckets = complete(xs.map((x, at) => ofPoint(Number(x), value[at] ?? Number.NaN)))
  // Points stand by step; those of a resumed run may go back in time.
  return axis === 'step' ? buckets : buckets.toSorted((one, other) => one.from - other.from)
}

/** Buckets of a range, so many `size` fits into it: no finer than what was kept. Those that reach into the range belong to it. */
export function rebucket(kept: readonly Bucket[], { from, to }: BucketRange, size: number): Bucket[] {
  const found: Bucket[] = []
  let slot = -1
  for (const bucket of kept) {
    if (bucket.to < from || bucket.from > to) continue
    const own = Math.max(0, Math.floor((bucket.from - from) / size))
    const last = found.at(-1)
    if (last === undefined || own !== slot) found.push({ ...bucket })
    else merge(last, bucket)
    slot = own
  }
  return found
}

function readBuckets(kept: SeriesBuckets): Bucket[] {
  return kept.from.map((from, at) => {
    const count = Number(kept.count[at] ?? 0)
    const nanCount = Number(kept.nanCount[at] ?? 0)
    return {
      from: Number(from),
      to: Number(kept.to[at] ?? from),
      count,
      nanCount,
      first: kept.first[at] ?? Number.NaN,
      last: kept.last[at] ?? Number.NaN,
      min: kept.min[at] ?? Number.NaN,
      max: kept.max[at] ?? Number.NaN,
      sum: count === nanCount ? 0 : (kept.mean[at] ?? Number.NaN) * (count - nanCount),
    }
  })
}

function ofPoint(x: number, value: number): Bucket {
  const isNumber = !Number.isNaN(value)
  return {
    from: x,
    to: x,
    count: 1,
    nanCount: isNumber ? 0 : 1,
    first: value,
    last: value,
    min: value,
    max: value,
    sum: isNumber ? value : 0,
  }
}

function merge(into: Bucket, next: Bucket): void {
  into.to = Math.max(into.to, next.to)
  into.last = next.last
  if (next.smoothed !== undefined) into.smoothed = next.smoothed
  into.min = lesser(into.min, next.min)
  into.max = -lesser(-into.max, -next.max)
  into.count += next.count
  into.nanCount += next.nanCount
  into.sum += next.sum
}

/** NaN says that there is no value. */
function lesser(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b)
}
