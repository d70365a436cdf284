import type { Int64 } from '@reprise/protocol'
import type { Fetching } from '../driving.ts'
import { PointBuffer } from '../point-buffer.ts'
import type { PointColumns } from '../point.ts'
import { arrangeSeries } from './arrange-series.ts'
import type { AxisRange, Piece } from './arrange-series.ts'
import { countPoints, cutToRange, visitPieces } from './pieces.ts'
import type { SeriesParts } from './series-parts.ts'

/** A sample of one series, as MLflow's get-history-bulk-interval takes it of each run. */
export interface SampleOptions {
  /** Bounds on steps, both inclusive: both or neither. */
  readonly from?: Int64
  readonly to?: Int64
  /** How many points to return at most; below 1 counts as 1. */
  readonly limit: number
}

/**
 * Samples a series by rank as MLflow 3.17's SQL store does: the points by (step, timestamp, value, NaN) are dealt into
 * `limit` runs of equal length, the longer ones first (SQL's `NTILE`); the first point of each is taken, and the last
 * point of all, in place of the last sampled one if there are `limit` already. Only blocks with a sampled point are decoded.
 */
export function* sampleSeries(parts: SeriesParts, { from, to, limit }: SampleOptions): Fetching<PointColumns> {
  const range: AxisRange | undefined = from === undefined || to === undefined ? undefined : { x: 'step', from, to }
  const arranged = yield* arrangeSeries(parts, range)
  const pieces = range === undefined ? arranged : yield* cutToRange(arranged, range)
  const total = pieces.reduce((sum, piece) => sum + countPoints(piece), 0)
  const ranks = sampleRanks(total, Math.max(1, limit))
  const chosen: Piece[] = []
  const starts: number[] = []
  let start = 0
  let next = 0
  for (const piece of pieces) {
    const end = start + countPoints(piece)
    if ((ranks[next] as number) < end) {
      chosen.push(piece)
      starts.push(start)
      while ((ranks[next] as number) < end) next += 1
    }
    start = end
  }
  const sample = new PointBuffer(ranks.length)
  yield* visitPieces(chosen, (points, count, index) => {
    const first = starts[index] as number
    for (let at = ranks[sample.length]; at !== undefined && at < first + count; at = ranks[sample.length]) {
      sample.copy(points, at - first, at - first + 1)
    }
  })
  return sample.finish()
}

/** The ranks, from 0 and ascending, of at most `limit` of `total` points. */
export function sampleRanks(total: number, limit: number): number[] {
  if (total <= limit) return Array.from({ length: total }, (_, rank) => rank)
  const size = Math.floor(total / limit)
  const longer = total % limit
  const ranks = Array.from({ length: limit }, (_, tile) => tile * size + Math.min(tile, longer))
  ranks[limit - 1] = total - 1
  return ranks
}
