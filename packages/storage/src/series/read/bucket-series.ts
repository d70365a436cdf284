import type { Int64 } from '@reprise/protocol'
import type { Fetching } from '../driving.ts'
import { PointBuffer } from '../point-buffer.ts'
import { toInt64Column } from '../point.ts'
import type { Int64Column } from '../point.ts'
import { arrangeSeries, chunk } from './arrange-series.ts'
import type { Axis, Piece } from './arrange-series.ts'
import { BucketAccumulator } from './bucket-accumulator.ts'
import type { Bucket } from './bucket-accumulator.ts'
import { alignPoints, bucketBlock } from './bucket-block.ts'
import { BucketGrid } from './bucket-grid.ts'
import { timesAscend } from './pieces.ts'
import type { SeriesParts } from './series-parts.ts'

/** Which buckets to make. */
export interface BucketOptions {
  readonly x: Axis
  /** Bounds on x, both inclusive; the last bucket ends at `to`. */
  readonly from: Int64
  readonly to: Int64
  /** The width of a bucket in steps or milliseconds, at least 1. */
  readonly width: Int64
}

/** The buckets that hold a point, in order: columns of equal length. */
export interface Buckets {
  /** The number of the bucket: it holds `from + index * width <= x < from + (index + 1) * width`. */
  readonly index: Float64Array
  /** How many points it holds, and how many of them are NaN. */
  readonly counts: Float64Array
  readonly nanCounts: Float64Array
  /** The values of its first and last point by (x, the other of step and timestamp, value); they may be NaN. */
  readonly first: Float64Array
  readonly last: Float64Array
  /** Over the values that are not NaN, and NaN when there is none. A zero is always 0, never -0. */
  readonly min: Float64Array
  readonly max: Float64Array
  /**
   * The f64 sum and mean of the values that are not NaN; 0 and NaN when there is none. ±Infinity or NaN when infinities
   * are among them or the sum overflows. The order of addition is not fixed, so the last bits may vary.
   */
  readonly sum: Float64Array
  readonly mean: Float64Array
  /** The lowest and highest x that a point of the bucket has. */
  readonly xFirst: Int64Column
  readonly xLast: Int64Column
}

/**
 * Exact buckets of a series. Blocks that one bucket holds entirely are answered by their summaries; only those that an
 * edge cuts, or that other points overlap, are decoded, the former as little as the edge needs.
 */
export function* bucketSeries(parts: SeriesParts, options: BucketOptions): Fetching<Buckets> {
  const grid = new BucketGrid(options)
  const pieces = yield* arrangeSeries(parts, options)
  const ordered = options.x === 'step' || timesAscend(pieces)
  const accumulator = new BucketAccumulator(grid, { x: options.x, ordered })
  yield* accumulate(pieces, accumulator)
  return toBuckets(accumulator.buckets)
}

/** Adds the pieces in their order, fetching those that have to be decoded. */
function* accumulate(pieces: readonly Piece[], into: BucketAccumulator): Fetching<void> {
  const places = pieces.map((piece) => ('points' in piece ? 'cut' : into.place(piece.summary)))
  const cut = pieces.flatMap((_, at) => (places[at] === 'cut' ? [at] : []))
  const scratch = new PointBuffer(2048)
  let next = 0
  const addWholeUntil = (end: number): void => {
    for (; next < end; next += 1) {
      const [piece, place] = [pieces[next] as Piece, places[next]]
      if (typeof place === 'number' && !('points' in piece)) into.addSection(place, piece.summary)
    }
  }
  for (const group of chunk(cut)) {
    const ids = group.flatMap((at) => idOf(pieces[at] as Piece) ?? [])
    const blocks = ids.length === 0 ? new Map<number, Uint8Array>() : yield ids
    for (const at of group) {
      addWholeUntil(at)
      const piece = pieces[at] as Piece
      if ('points' in piece) into.addPoints(alignPoints(piece.points, into), 0, piece.points.values.length)
      else bucketBlock(piece, blocks, { into, scratch })
    }
  }
  addWholeUntil(pieces.length)
}

function idOf(piece: Piece): number | undefined {
  return 'points' in piece ? undefined : piece.id
}

function toBuckets(sparse: readonly (Bucket | undefined)[]): Buckets {
  const index: number[] = []
  const buckets: Bucket[] = []
  for (const [at, bucket] of sparse.entries()) {
    if (bucket === undefined) continue
    index.push(at)
    buckets.push(bucket)
  }
  const column = (read: (bucket: Bucket) => number): Float64Array => Float64Array.from(buckets, read)
  const hasNumber = ({ count, nanCount }: Bucket): boolean => count > nanCount
  return {
    index: Float64Array.from(index),
    counts: column((bucket) => bucket.count),
    nanCounts: column((bucket) => bucket.nanCount),
    first: column((bucket) => bucket.first.value),
    last: column((bucket) => bucket.last.value),
    min: column((bucket) => (hasNumber(bucket) ? bucket.min + 0 : NaN)),
    max: column((bucket) => (hasNumber(bucket) ? bucket.max + 0 : NaN)),
    sum: column((bucket) => bucket.sum),
    mean: column((bucket) => bucket.sum / (bucket.count - bucket.nanCount)),
    xFirst: toInt64Column(buckets.map((bucket) => bucket.first.x)),
    xLast: toInt64Column(buckets.map((bucket) => bucket.last.x)),
  }
}
