import type { Int64 } from '@reprise/protocol'
import type { Fetching } from '../driving.ts'
import { PointBuffer } from '../point-buffer.ts'
import type { PointColumns } from '../point.ts'
import { summarizeTimes } from '../section-summary.ts'
import { sortPoints } from '../sort-points.ts'
import { arrangeSeries, sliceColumns } from './arrange-series.ts'
import type { AxisRange, Piece } from './arrange-series.ts'
import { firstAbove, firstAtLeast, isInside, pieceCount, visitPieces } from './piece-points.ts'
import type { SeriesParts } from './series-parts.ts'

/** Which points of a series to read, and in which order. */
export interface ReadOptions {
  /** `step`: by (step, timestamp, value). `history`: by (timestamp, step, value), as MLflow's get-history. */
  readonly order: 'step' | 'history'
  /** Bounds, both inclusive: on steps in step order, on timestamps in history order. */
  readonly from?: Int64
  readonly to?: Int64
  /** How many points within the bounds to skip, and how many to return at most. */
  readonly offset?: number
  readonly limit?: number
}

const LOWEST = -(2n ** 63n)
const HIGHEST = 2n ** 63n - 1n

/**
 * Reads the points of a series, each once. At one step and timestamp, values ascend and NaN ranks as 0, after 0. A page
 * decodes little beyond itself, unless it is in history order and timestamps fall somewhere as steps rise: then
 * everything within the bounds has to be decoded and sorted.
 */
export function* readSeries(parts: SeriesParts, options: ReadOptions): Fetching<PointColumns> {
  const { from, to, offset = 0, limit = Infinity } = options
  const x = options.order === 'step' ? 'step' : 'time'
  const range: AxisRange | undefined = from === undefined && to === undefined ? undefined : { x, from: from ?? LOWEST, to: to ?? HIGHEST }
  const pieces = yield* arrangeSeries(parts, range)
  if (options.order === 'step' || timesAscend(pieces)) return yield* readPage(pieces, { range, offset, limit })
  const all = yield* readPage(pieces, { range: undefined, offset: 0, limit: Infinity })
  sortPoints({ steps: all.timestamps, timestamps: all.steps, values: all.values }, 0, all.values.length)
  const [low, high] = boundsWithin(all, all.values.length, range)
  const start = Math.min(low + offset, high)
  return sliceColumns(all, start, Math.min(high, start + limit))
}

interface Page {
  readonly range: AxisRange | undefined
  readonly offset: number
  readonly limit: number
}

/** Takes a page of pieces that follow each other in the order of the range. */
function* readPage(pieces: readonly Piece[], { range, offset, limit }: Page): Fetching<PointColumns> {
  let skip = offset
  let first = 0
  for (; first < pieces.length; first += 1) {
    const piece = pieces[first] as Piece
    if (!isInside(piece, range) || skip < pieceCount(piece)) break
    skip -= pieceCount(piece)
  }
  const needed = pieces.slice(first, endOfNeeded(pieces, first, { range, offset: skip, limit }))
  const total = needed.reduce((sum, piece) => sum + pieceCount(piece), 0)
  const result = new PointBuffer(Math.min(limit, total))
  yield* visitPieces(needed, (points, count) => {
    const [low, high] = boundsWithin(points, count, range)
    const start = Math.min(low + skip, high)
    skip -= start - low
    result.copy(points, start, Math.min(high, start + limit - result.length))
  })
  return result.finish()
}

/** The piece after the last one that the page can reach, from what is known without decoding. */
function endOfNeeded(pieces: readonly Piece[], first: number, { range, offset, limit }: Page): number {
  let certain = 0
  let end = first
  for (; end < pieces.length && certain < offset + limit; end += 1) {
    const piece = pieces[end] as Piece
    if (isInside(piece, range)) certain += pieceCount(piece)
  }
  return end
}

/** The part of points that ascend along the range's axis that lies within the range. */
export function boundsWithin(points: PointColumns, count: number, range: AxisRange | undefined): [number, number] {
  if (range === undefined) return [0, count]
  const column = range.x === 'step' ? points.steps : points.timestamps
  const low = firstAtLeast(column, count, range.from)
  return [low, Math.max(low, firstAbove(column, count, range.to))]
}

/** Whether (timestamp, step, value) is the same order as (step, timestamp, value) throughout. */
export function timesAscend(pieces: readonly Piece[]): boolean {
  let latest: Int64 = LOWEST
  for (const piece of pieces) {
    const { timesAscend: ascend, minTime, maxTime } = 'points' in piece ? summarizeTimes(piece.points) : piece.summary
    if (!ascend || minTime < latest) return false
    latest = maxTime
  }
  return true
}
