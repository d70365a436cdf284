import type { Int64 } from '@reprise/protocol'
import { compareInt64 } from '@reprise/protocol'
import { compareValues, int64At } from '../point.ts'
import type { Int64Column } from '../point.ts'
import type { SectionSummary } from '../section-summary.ts'
import type { Axis } from './arrange-series.ts'
import type { BucketGrid } from './bucket-grid.ts'

/** Points seen along one axis: `xs` is what is bucketed, `ys` the other of step and timestamp. */
export interface AlignedPoints {
  readonly xs: Int64Column
  readonly ys: Int64Column
  readonly values: Float64Array
}

/** A point seen along one axis; (x, y, value) is its place. */
interface Endpoint {
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

/** Collects points and whole sections into buckets; what is added may come in any order. */
export class BucketAccumulator {
  readonly buckets: (Bucket | undefined)[]
  readonly #grid: BucketGrid
  readonly #x: Axis

  constructor(grid: BucketGrid, x: Axis) {
    this.#grid = grid
    this.#x = x
    this.buckets = Array.from({ length: grid.count })
  }

  /** Adds a section by its summary; false, and nothing added, when the summary does not tell enough and its points are needed. */
  addWhole(summary: SectionSummary): boolean {
    const [low, high] = this.#x === 'step' ? [summary.first.step, summary.last.step] : [summary.minTime, summary.maxTime]
    const { from, to } = this.#grid
    if (high < from || low > to) return true
    if (low < from || high > to || (this.#x === 'time' && !summary.timesAscend)) return false
    const index = this.#grid.indexOf(low)
    if (index !== this.#grid.indexOf(high)) return false
    const { count, nanCount, sum, min, max } = summary
    this.#merge(index, {
      count,
      nanCount,
      sum,
      min: count === nanCount ? Infinity : min,
      max: count === nanCount ? -Infinity : max,
      first: toEndpoint(summary.first, this.#x),
      last: toEndpoint(summary.last, this.#x),
    })
    return true
  }

  /** Adds those of the first `count` points that lie within the grid. */
  addPoints(points: AlignedPoints, count: number): void {
    for (let i = 0; i < count;) i = this.#addRun(points, i, count)
  }

  /** Adds the points up to the first that lies in another bucket, and returns where that is. */
  #addRun({ xs, ys, values }: AlignedPoints, start: number, end: number): number {
    // One column holds one kind of integer, and both kinds compare alike, so `as number` is right for either.
    if ((xs[start] as number) < this.#grid.from || (xs[start] as number) > this.#grid.to) return start + 1
    const index = this.#grid.indexOf(int64At(xs, start))
    const { low, high } = this.#grid.boundsOf(index)
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
    const first = { x: int64At(xs, least), y: int64At(ys, least), value: values[least] as number }
    const last = { x: int64At(xs, most), y: int64At(ys, most), value: values[most] as number }
    this.#merge(index, { count: i - start, nanCount, sum, min, max, first, last })
    return i
  }

  #merge(index: number, added: Bucket): void {
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
    if (compareEndpoints(added.first, bucket.first) < 0) bucket.first = added.first
    if (compareEndpoints(added.last, bucket.last) > 0) bucket.last = added.last
  }
}

function toEndpoint(point: SectionSummary['first'], x: Axis): Endpoint {
  const { step, timestamp, value } = point
  return x === 'step' ? { x: step, y: timestamp, value } : { x: timestamp, y: step, value }
}

function compareEndpoints(a: Endpoint, b: Endpoint): number {
  return compareInt64(a.x, b.x) || compareInt64(a.y, b.y) || compareValues(a.value, b.value)
}
