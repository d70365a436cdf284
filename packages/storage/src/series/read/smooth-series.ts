import type { Int64 } from '@reprise/protocol'
import type { Fetching } from '../driving.ts'
import { int64At, type Int64Column, type PointColumns } from '../point.ts'
import { arrangeSeries } from './arrange-series.ts'
import type { Axis, Piece } from './arrange-series.ts'
import { BucketGrid } from './bucket-grid.ts'
import type { BucketOptions, Buckets } from './bucket-series.ts'
import { MovingAverage } from './moving-average.ts'
import { countPoints, rangeOf, timesAscend, visitPieces } from './pieces.ts'
import type { SeriesParts } from './series-parts.ts'

const LOWEST = -(2n ** 63n)

interface SmoothOptions extends BucketOptions {
  /** 0 to below 1. */
  readonly weight: number
}

/**
 * The moving average of a whole series, by step, at the last point of each of its buckets: the same however much of it is looked at. What lies
 * so far before the end of a bucket that it no longer weighs anything is not decoded, so that a light average of a long series costs a few
 * blocks per bucket.
 */
export function* smoothSeries(parts: SeriesParts, buckets: Buckets, options: SmoothOptions): Fetching<Float64Array> {
  const { x, to, weight } = options
  const pieces = yield* arrangeSeries(parts, { x, from: LOWEST, to })
  const average = new MovingAverage(weight)
  if (x === 'step' || timesAscend(pieces)) return yield* smoothAtEnds({ pieces, x, average }, buckets.xLast)
  return yield* smoothEverywhere({ pieces, x, average }, buckets, new BucketGrid(options))
}

interface Smoothing {
  readonly pieces: readonly Piece[]
  readonly x: Axis
  readonly average: MovingAverage
}

/** Where x ascends: only what the ends need. */
function* smoothAtEnds({ pieces, x, average }: Smoothing, ends: Int64Column): Fetching<Float64Array> {
  const smoothed = new Float64Array(ends.length).fill(Number.NaN)
  const needed = neededPieces({ pieces, x, average }, ends)
  let bucket = 0
  let before = -1
  yield* visitPieces(
    needed.map((at) => pieces[at] as Piece),
    (points, count, index) => {
      const at = needed[index] as number
      if (at !== before + 1) average.reset()
      before = at
      const xs = columnOf(points, x)
      for (let i = 0; i < count; i += 1) {
        average.add(points.values[i] as number)
        // Numbers and big integers compare alike, so `as number` is right for both.
        while (bucket < ends.length && (xs[i] as number) > (ends[bucket] as number)) bucket += 1
        if (bucket < ends.length && !((xs[i] as number) < (ends[bucket] as number))) smoothed[bucket] = average.value
      }
    },
  )
  return smoothed
}

/** The pieces in which a bucket ends, and those before them as far as they weigh anything. */
function neededPieces({ pieces, x, average }: Smoothing, ends: Int64Column): number[] {
  const needed: number[] = []
  let end = ends.length - 1
  let left = 0
  for (let at = pieces.length - 1; at >= 0; at -= 1) {
    const piece = pieces[at] as Piece
    const { low } = rangeOf(piece, x)
    const isEnd = end >= 0 && (ends[end] as Int64) >= low
    while (end >= 0 && (ends[end] as Int64) >= low) end -= 1
    if (isEnd) left = average.memory
    else if (left > 0) left -= finiteIn(piece)
    else continue
    needed.push(at)
  }
  return needed.toReversed()
}

/** How many values of a piece are surely finite. */
function finiteIn(piece: Piece): number {
  if ('points' in piece) return piece.points.values.reduce((sum, value) => sum + (Number.isFinite(value) ? 1 : 0), 0)
  const { nanCount, min, max } = piece.summary
  return Number.isFinite(min) && Number.isFinite(max) ? countPoints(piece) - nanCount : 0
}

/** Where the clock went back: all points, in the order of steps. */
function* smoothEverywhere({ pieces, x, average }: Smoothing, buckets: Buckets, grid: BucketGrid): Fetching<Float64Array> {
  const smoothed = new Float64Array(buckets.index.length).fill(Number.NaN)
  const placeOf = new Map(Array.from(buckets.index, (index, place) => [index, place]))
  yield* visitPieces(pieces, (points, count) => {
    const xs = columnOf(points, x)
    for (let i = 0; i < count; i += 1) {
      average.add(points.values[i] as number)
      const at = int64At(xs, i)
      if (at < grid.from || at > grid.to) continue
      const place = placeOf.get(grid.indexOf(at))
      if (place !== undefined) smoothed[place] = average.value
    }
  })
  return smoothed
}

function columnOf(points: PointColumns, x: Axis): Int64Column {
  return x === 'step' ? points.steps : points.timestamps
}
