import { compareInt64 } from '@reprise/protocol'
import type { Int64 } from '@reprise/protocol'
import type { Axis, Piece } from './arrange-series.ts'
import { countPoints, rangeOf } from './pieces.ts'

/** Pieces that hold a page, and how many points that come before it are in none of them. */
export interface PageSelection {
  readonly pieces: readonly Piece[]
  readonly skipped: number
}

interface Extent {
  readonly piece: Piece
  readonly count: number
  readonly low: Int64
  readonly high: Int64
}

/**
 * Selects the pieces that hold the points of rank `offset` to `offset + limit` along an axis, from the ranges of the
 * pieces alone; ranges may overlap. At most as many points lie below an x as there are in pieces that begin below it,
 * and at least as many as in pieces that end below it: this brackets the page.
 */
export function selectPage(
  pieces: readonly Piece[],
  x: Axis,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): PageSelection {
  const extents = pieces.map((piece): Extent => ({ piece, count: countPoints(piece), ...rangeOf(piece, x) }))
  const low = startOfPage(extents, offset)
  const high = endOfPage(extents, offset + limit)
  const needed = extents.filter((extent) => (low === undefined || extent.high >= low) && (high === undefined || extent.low <= high))
  const skipped = extents.reduce((sum, extent) => (low !== undefined && extent.high < low ? sum + extent.count : sum), 0)
  return { pieces: needed.map(({ piece }) => piece), skipped }
}

/** The highest x where a piece begins that no more than `offset` points can lie below. */
function startOfPage(extents: readonly Extent[], offset: number): Int64 | undefined {
  let start: Int64 | undefined
  let below = 0
  for (const { low, count } of extents.toSorted((a, b) => compareInt64(a.low, b.low))) {
    if (below > offset) break
    start = low
    below += count
  }
  return start
}

/** The lowest x where a piece ends that at least `end` points lie at or below. */
function endOfPage(extents: readonly Extent[], end: number): Int64 | undefined {
  let through = 0
  for (const { high, count } of extents.toSorted((a, b) => compareInt64(a.high, b.high))) {
    through += count
    if (through >= end) return high
  }
  return undefined
}
