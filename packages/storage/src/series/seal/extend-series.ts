import { CLOSED_LEVEL, CLOSED_POINTS, PROMOTED_POINTS, TAIL_KEEPS, TAIL_LEVEL } from '../levels.ts'
import { PointBuffer } from '../point-buffer.ts'
import { comparePoints, pointAt } from '../point.ts'
import type { Point, PointColumns } from '../point.ts'
import { closeBlock } from './new-block.ts'
import type { NewBlock } from './new-block.ts'

/** New points of one key, sorted and without repeats: those from `start` to `end`. */
export interface NewPoints {
  readonly keyId: number
  readonly points: PointColumns
  readonly start: number
  readonly end: number
}

/** What becomes of new points. */
export interface Extension {
  readonly insert: readonly NewBlock[]
  /** Whether the tail was taken up into the blocks inserted. */
  readonly replacesTail: boolean
  /** The new points before this one are too few to be blocks of their own: they go into a packed block. */
  readonly rest: number
}

/**
 * Puts the new points of a key into blocks of its own. Points from the tail's first on are merged into the tail, which
 * gives off full blocks and is written anew. Earlier ones overlap closed blocks: they become blocks besides, merged when
 * read, or stay packed while they are few. Without a tail, the key gets its first blocks.
 */
export function extendSeries({ keyId, points, start, end }: NewPoints, tail: PointColumns | undefined): Extension {
  if (tail === undefined) return { insert: splitSeries(keyId, points, { start, end }), replacesTail: false, rest: start }
  const cut = firstFrom(points, { start, end }, pointAt(tail, 0))
  const many = cut - start >= PROMOTED_POINTS
  const insert = many ? closeAll(keyId, points, { start, end: cut }) : []
  const rest = many ? start : cut
  if (cut === end) return { insert, replacesTail: false, rest }
  const merged = new PointBuffer(tail.values.length + end - cut)
  merged.copy(tail, 0, tail.values.length)
  merged.copy(points, cut, end)
  merged.settle(0)
  return { insert: [...insert, ...splitSeries(keyId, merged, { start: 0, end: merged.length })], replacesTail: true, rest }
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Full blocks, and a tail that is never empty: every later point is compared with its first. */
function splitSeries(keyId: number, points: PointColumns, { start, end }: Range): NewBlock[] {
  const blocks: NewBlock[] = []
  let from = start
  for (; end - from >= CLOSED_POINTS + TAIL_KEEPS; from += CLOSED_POINTS) {
    blocks.push(closeBlock(keyId, points, { start: from, end: from + CLOSED_POINTS, level: CLOSED_LEVEL }))
  }
  return [...blocks, closeBlock(keyId, points, { start: from, end, level: TAIL_LEVEL })]
}

/** Closed blocks of about equal size. */
function closeAll(keyId: number, points: PointColumns, { start, end }: Range): NewBlock[] {
  const count = Math.ceil((end - start) / CLOSED_POINTS)
  return Array.from({ length: count }, (_, index) => {
    const at = (part: number): number => start + Math.floor(((end - start) * part) / count)
    return closeBlock(keyId, points, { start: at(index), end: at(index + 1), level: CLOSED_LEVEL })
  })
}

/** The first of the points that does not come before `point`. */
function firstFrom(points: PointColumns, { start, end }: Range, point: Point): number {
  let low = start
  for (let high = end; low < high;) {
    const middle = (low + high) >>> 1
    if (comparePoints(pointAt(points, middle), point) < 0) low = middle + 1
    else high = middle
  }
  return low
}
