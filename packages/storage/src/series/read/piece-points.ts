import type { Fetching } from '../driving.ts'
import { PointBuffer } from '../point-buffer.ts'
import type { Int64Column, PointColumns } from '../point.ts'
import { chunk, readPiece } from './arrange-series.ts'
import type { AxisRange, Piece } from './arrange-series.ts'

/** How many points a piece holds. */
export function pieceCount(piece: Piece): number {
  return 'points' in piece ? piece.points.values.length : piece.summary.count
}

/** Whether every point of a piece lies within the range; a piece of decoded points is never taken on trust. */
export function isInside(piece: Piece, range: AxisRange | undefined): boolean {
  if (range === undefined) return true
  if ('points' in piece) return false
  const { summary } = piece
  return range.x === 'step'
    ? summary.first.step >= range.from && summary.last.step <= range.to
    : summary.minTime >= range.from && summary.maxTime <= range.to
}

/** Hands over the decoded points of each piece, in order. They are only valid during the call. */
export function* visitPieces(pieces: readonly Piece[], visit: (points: PointColumns, count: number, index: number) => void): Fetching<void> {
  const scratch = new PointBuffer(2048)
  let at = 0
  for (const group of chunk(pieces)) {
    const ids = group.flatMap((piece) => ('points' in piece ? [] : [piece.id]))
    const blocks = ids.length === 0 ? new Map<number, Uint8Array>() : yield ids
    for (const piece of group) {
      if ('points' in piece) visit(piece.points, piece.points.values.length, at)
      else {
        scratch.clear()
        readPiece(piece, blocks, scratch)
        visit(scratch, scratch.length, at)
      }
      at += 1
    }
  }
}

/** The first index from 0 to `count` whose integer is not below `bound`; the column ascends up to there. */
export function firstAtLeast(column: Int64Column, count: number, bound: number | bigint): number {
  let low = 0
  for (let high = count; low < high;) {
    const middle = (low + high) >>> 1
    if ((column[middle] as number) < bound) low = middle + 1
    else high = middle
  }
  return low
}

/** The first index whose integer is above `bound`. */
export function firstAbove(column: Int64Column, count: number, bound: number | bigint): number {
  let low = 0
  for (let high = count; low < high;) {
    const middle = (low + high) >>> 1
    if ((column[middle] as number) <= bound) low = middle + 1
    else high = middle
  }
  return low
}
