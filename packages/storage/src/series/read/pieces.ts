import type { Int64 } from '@reprise/protocol'
import type { Fetching } from '../driving.ts'
import { PointBuffer } from '../point-buffer.ts'
import { int64At } from '../point.ts'
import type { PointColumns } from '../point.ts'
import { summarizeTimes } from '../section-summary.ts'
import { chunk, rangeAlong, readPiece } from './arrange-series.ts'
import type { Axis, AxisRange, Piece } from './arrange-series.ts'

/** How many points a piece holds. */
export function countPoints(piece: Piece): number {
  return 'points' in piece ? piece.points.values.length : piece.summary.count
}

/** The lowest and highest step or timestamp of a piece. */
export function rangeOf(piece: Piece, x: Axis): { low: Int64; high: Int64 } {
  if (!('points' in piece)) return rangeAlong(x, piece.summary)
  const { points } = piece
  if (x === 'step') return { low: int64At(points.steps, 0), high: int64At(points.steps, points.values.length - 1) }
  const { earliest, latest } = summarizeTimes(points)
  return { low: earliest.timestamp, high: latest.timestamp }
}

/** Whether (timestamp, step, value) is the same order as (step, timestamp, value) throughout. */
export function timesAscend(pieces: readonly Piece[]): boolean {
  let before: Int64 | undefined
  for (const piece of pieces) {
    const { timesAscend: ascend, earliest, latest } = 'points' in piece ? summarizeTimes(piece.points) : piece.summary
    if (!ascend || (before !== undefined && earliest.timestamp < before)) return false
    before = latest.timestamp
  }
  return true
}

/** Hands over the decoded points of each piece, in order. They are only valid during the call. */
export function* visitPieces(
  pieces: readonly Piece[],
  visit: (points: PointColumns, count: number, index: number) => void,
): Fetching<void> {
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

/** The same pieces without the points that lie outside of a range: those that a bound cuts are decoded. */
export function* cutToRange(pieces: readonly Piece[], range: AxisRange): Fetching<Piece[]> {
  const result: (Piece | undefined)[] = [...pieces]
  const crossing = pieces.flatMap((piece, at) => (isInside(piece, range) ? [] : [at]))
  const cut = crossing.flatMap((at) => pieces[at] ?? [])
  yield* visitPieces(cut, (points, count, index) => {
    const inside = new PointBuffer(count)
    copyInside(points, count, { range, into: inside })
    result[crossing[index] as number] = inside.length === 0 ? undefined : { points: inside.finish() }
  })
  return result.filter((piece) => piece !== undefined)
}

function isInside(piece: Piece, { x, from, to }: AxisRange): boolean {
  const { low, high } = rangeOf(piece, x)
  return low >= from && high <= to
}

/** Copies the points within a range, each run of neighbours at once. */
function copyInside(points: PointColumns, count: number, { range: { x, from, to }, into }: { range: AxisRange; into: PointBuffer }): void {
  const xs = x === 'step' ? points.steps : points.timestamps
  // Numbers and big integers compare alike, so `as number` is right for both.
  const isIn = (at: number): boolean => (xs[at] as number) >= from && (xs[at] as number) <= to
  for (let start = 0; start < count;) {
    let end = start
    while (end < count && isIn(end)) end += 1
    if (end > start) into.copy(points, start, end)
    start = end + 1
  }
}
