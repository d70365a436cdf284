import type { Int64 } from '@reprise/protocol'
import { compareInt64 } from '@reprise/protocol'
import { compareValues, int64At } from '../point.ts'
import type { Int64Column } from '../point.ts'
import type { SectionSummary } from '../section-summary.ts'
import { rangeAlong } from './arrange-series.ts'
import type { Axis } from './arrange-series.ts'
import type { BucketGrid } from './bucket-grid.ts'

/** Points seen along one axis: `xs` is what is bucketed, `ys` the other of step and timestamp, if it is needed. */
export interface AlignedPoints {
  readonly xs: Int64Column
  readonly ys: Int64Column | undefined
  readonly values: Float64Array
}

/** A point seen along one axis; (x, y, value) is its place. */
export interface Endpoint {
  readonly x: Int64
  readonly y: Int64
  readonly value: number
}

/** What one bucket holds so far. `min` is Infinity and `max` -Infinity while there is no value that is a number. */
export interface Bucket {
  count: number
  nanCount: number
  sum: number
  min: number
  max: number
  first: Endpoint
  last: Endpoint
}

export interface AccumulatorOptions {
  readonly x: Axis
  /** Whether what is added comes in the order (x, y, value). Otherwise ends are compared, which needs every y. */
  readonly ordered: boolean
}

/** Collects points and summaries into buckets. */
export class BucketAccumulator {
  readonly grid: BucketGrid
  readonly x: Axis
  readonly ordered: boolean
  readonly buckets: (Bucket | undefined)[]

  constructor(grid: BucketGrid, { x, ordered }: AccumulatorOptions) {
    this.grid = grid
    this.x = x
    this.ordered = ordered
    this.buckets = Array.from({ length: grid.count })
  }

  /** The bucket that holds all of a section, `outside` when none holds any of it, `cut` when its points are needed. */
  place(summary: SectionSummary): number | 'outside' | 'cut' {
    const { low, high } = rangeAlong(this.x, summary)
    const { from, to } = this.grid
    if (high < from || low > to) return 'outside'
    if (low < from || high > to) return 'cut'
    const index = this.grid.indexOf(low)
    return index === this.grid.indexOf(high) ? index : 'cut'
  }

  /** Adds a section that {@link place} found in one bucket. */
  addSection(index: number, section: SectionSummary): void {
    const { count, nanCount, sum } = section
    const { min, max } = toBounds(count, nanCount, section.min, section.max)
    const first = toEndpoint(this.x === 'step' ? section.first : section.earliest, this.x)
    const last = toEndpoint(this.x === 'step' ? section.last : section.latest, this.x)
    this.add(index, { count, nanCount, sum, min, max, first, last })
  }

  /** Adds those of the points from `start` to `end` that lie within the grid. */
  addPoints(points: AlignedPoints, start: number, end: number): void {
    for (let i = start; i < end;) i = this.#addRun(points, i, end)
  }

  /** Adds the points up to the first that lies in another bucket, and returns where that is. */
  #addRun({ xs, ys, values }: AlignedPoints, start: number, end: number): number {
    // One column holds one kind of integer, and both kinds compare alike, so `as number` is right for either.
    if ((xs[start] as number) < this.grid.from || (xs[start] as number) > this.grid.to) return start + 1
    const index = this.grid.indexOf(int64At(xs, start))
    const { low, high } = this.grid.boundsOf(index)
    let nanCount = 0
    let sum = 0
    let min = Infinity
    let max = -Infinity
    let least = start
    let most = start
    let i = start
    for (; i < end; i += 1) {
      const x = xs[i] as number
      if (x < low || x > high) break
      if (x < (xs[least] as number)) least = i
      if (x >= (xs[most] as number)) most = i
      const value = values[i] as number
      if (value !== value) nanCount += 1
      else {
        sum += value
        if (value < min) min = value
        if (value > max) max = value
      }
    }
    const endpointAt = (at: number): Endpoint => ({
      x: int64At(xs, at),
      y: ys === undefined ? 0 : int64At(ys, at),
      value: values[at] as number,
    })
    this.add(index, { count: i - start, nanCount, sum, min, max, first: endpointAt(least), last: endpointAt(most) })
    return i
  }

  /** Adds what is known of some points of one bucket. */
  add(index: number, added: Bucket): void {
    const bucket = this.buckets[index]
    if (bucket === undefined) {
      this.buckets[index] = added
      return
    }
    bucket.count += added.count
    bucket.nanCount += added.nanCount
    bucket.sum += added.sum
    bucket.min = Math.min(bucket.min, added.min)
    bucket.max = Math.max(bucket.max, added.max)
    if (!this.ordered && compareEndpoints(added.first, bucket.first) < 0) bucket.first = added.first
    if (this.ordered || compareEndpoints(added.last, bucket.last) > 0) bucket.last = added.last
  }
}

/** The bounds of a bucket from those of a summary, which are NaN when there is no number. */
export function toBounds(count: number, nanCount: number, min: number, max: number): Pick<Bucket, 'min' | 'max'> {
  return count === nanCount ? { min: Infinity, max: -Infinity } : { min, max }
}

function toEndpoint({ step, timestamp, value }: SectionSummary['first'], x: Axis): Endpoint {
  return x === 'step' ? { x: step, y: timestamp, value } : { x: timestamp, y: step, value }
}

function compareEndpoints(a: Endpoint, b: Endpoint): number {
  return compareInt64(a.x, b.x) || compareInt64(a.y, b.y) || compareValues(a.value, b.value)
}
