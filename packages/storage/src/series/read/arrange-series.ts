import type { Int64 } from '@reprise/protocol'
import { BlockReader } from '../codec/block-reader.ts'
import { decodeBlockSummary } from '../codec/block-summary.ts'
import { readJournalSeries } from '../codec/journal-batch.ts'
import { corruption } from '../corruption.ts'
import { BLOCKS_PER_REQUEST, blockBytes } from '../driving.ts'
import type { Fetching } from '../driving.ts'
import { PointBuffer } from '../point-buffer.ts'
import { comparePoints, pointAt, sliceColumns } from '../point.ts'
import type { Point, PointColumns } from '../point.ts'
import type { SectionSummary } from '../section-summary.ts'
import type { SeriesParts } from './series-parts.ts'

/** A block whose points nothing else overlaps: its summary is the truth and its points need no deduplication. */
export interface BlockPiece {
  readonly id: number
  readonly summary: SectionSummary
}

/** Points that had to be decoded and merged. */
export interface PointPiece {
  readonly points: PointColumns
}

export type Piece = BlockPiece | PointPiece

export type Axis = 'step' | 'time'

/** Bounds on steps or timestamps, both inclusive. */
export interface AxisRange {
  readonly x: Axis
  readonly from: Int64
  readonly to: Int64
}

/**
 * Arranges what is stored of a series as pieces that follow each other in the order (step, timestamp, value): no point is
 * in two of them, and none twice in one. Blocks entirely outside of `range` are left out; other pieces may exceed it.
 */
export function* arrangeSeries(parts: SeriesParts, range: AxisRange | undefined): Fetching<Piece[]> {
  const entries = readEntries(parts, range)
  const { base, overlapping } = chooseBase(entries)
  const loose = new PointBuffer(256)
  yield* readPacked(parts, loose)
  for (const row of parts.journal) readJournalSeries(row, parts.keyId, loose)
  for (const group of chunk(overlapping)) yield* readBlocks(group, loose)
  loose.settle(0)
  return yield* interleave(base, loose)
}

/** Decodes the summaries of the blocks that may touch the range, by their first points. */
export function readEntries(parts: SeriesParts, range: AxisRange | undefined): BlockPiece[] {
  const entries: BlockPiece[] = []
  let sorted = true
  for (const block of parts.blocks) {
    const { id } = block
    const summary = (block.decoded ??= decodeBlockSummary(block.summary, id))
    if (summary.keyId !== parts.keyId)
      throw corruption(`the summary of metric block ${id}`, `it is of key ${summary.keyId}, not ${parts.keyId}`)
    if (range !== undefined && !mayTouch(summary, range)) continue
    const before = entries.at(-1)
    if (before !== undefined && comparePoints(before.summary.first, summary.first) > 0) sorted = false
    entries.push({ id, summary })
  }
  return sorted ? entries : entries.toSorted((a, b) => comparePoints(a.summary.first, b.summary.first))
}

function mayTouch(summary: SectionSummary, { x, from, to }: AxisRange): boolean {
  const { low, high } = rangeAlong(x, summary)
  return high >= from && low <= to
}

/** The lowest and highest step or timestamp of a section. */
export function rangeAlong(
  x: Axis,
  { first, last, earliest, latest }: Pick<SectionSummary, 'first' | 'last' | 'earliest' | 'latest'>,
): { low: Int64; high: Int64 } {
  return x === 'step' ? { low: first.step, high: last.step } : { low: earliest.timestamp, high: latest.timestamp }
}

/** Of entries by first point, the most that do not overlap: of two that do, the one that ends first stays. */
function chooseBase(entries: readonly BlockPiece[]): { base: BlockPiece[]; overlapping: BlockPiece[] } {
  const base: BlockPiece[] = []
  const overlapping: BlockPiece[] = []
  for (const entry of entries) {
    const before = base.at(-1)
    if (before === undefined || comparePoints(before.summary.last, entry.summary.first) < 0) base.push(entry)
    else if (comparePoints(entry.summary.last, before.summary.last) < 0) {
      overlapping.push(before)
      base[base.length - 1] = entry
    } else overlapping.push(entry)
  }
  return { base, overlapping }
}

/** Appends the points of the key that packed blocks hold. */
export function* readPacked(parts: SeriesParts, into: PointBuffer): Fetching<void> {
  for (const ids of chunk(parts.packed)) {
    const blocks = yield ids
    for (const id of ids) {
      const block = new BlockReader(blockBytes(blocks, id), id)
      const section = block.find(parts.keyId)
      if (section >= 0) block.readSection(section, into)
    }
  }
}

function* readBlocks(pieces: readonly BlockPiece[], into: PointBuffer): Fetching<void> {
  const blocks = yield pieces.map((piece) => piece.id)
  for (const piece of pieces) readPiece(piece, blocks, into)
}

/** Appends the points of a block that holds one key. */
export function readPiece(piece: BlockPiece, blocks: ReadonlyMap<number, Uint8Array>, into: PointBuffer): void {
  const block = new BlockReader(blockBytes(blocks, piece.id), piece.id)
  checkBlock(block, piece)
  block.readSection(0, into)
}

/** Checks that a block is the one that its summary speaks of. */
export function checkBlock(block: BlockReader, { id, summary }: BlockPiece): void {
  if (block.keys.length === 1 && block.keys[0] === summary.keyId && block.points === summary.count) return
  throw corruption(`metric block ${id}`, 'its summary is of other points')
}

/** Merges blocks with the loose points that fall between their first and last point; the rest become pieces of their own. */
function* interleave(base: readonly BlockPiece[], loose: PointBuffer): Fetching<Piece[]> {
  const pieces: Piece[] = []
  const mixed: { at: number; piece: BlockPiece; start: number; end: number }[] = []
  let start = 0
  for (const piece of base) {
    const from = lowerBound(loose, start, piece.summary.first)
    if (from > start) pieces.push(cut(loose, start, from))
    const to = from < loose.length ? upperBound(loose, from, piece.summary.last) : from
    if (to > from) mixed.push({ at: pieces.length, piece, start: from, end: to })
    pieces.push(piece)
    start = to
  }
  if (loose.length > start) pieces.push(cut(loose, start, loose.length))
  for (const group of chunk(mixed)) {
    const blocks = yield group.map(({ piece }) => piece.id)
    for (const { at, piece, start: from, end } of group) {
      const merged = new PointBuffer(piece.summary.count + end - from)
      readPiece(piece, blocks, merged)
      merged.copy(loose, from, end)
      merged.settle(0)
      pieces[at] = { points: merged.finish() }
    }
  }
  return pieces
}

function cut(points: PointBuffer, start: number, end: number): PointPiece {
  return { points: sliceColumns(points, start, end) }
}

function lowerBound(points: PointBuffer, start: number, point: Point): number {
  return partition(points, start, (candidate) => comparePoints(candidate, point) < 0)
}

function upperBound(points: PointBuffer, start: number, point: Point): number {
  return partition(points, start, (candidate) => comparePoints(candidate, point) <= 0)
}

/** The first point from `start` on that is not `before`. */
function partition(points: PointBuffer, start: number, before: (candidate: Point) => boolean): number {
  let low = start
  for (let high = points.length; low < high;) {
    const middle = (low + high) >>> 1
    if (before(pointAt(points, middle))) low = middle + 1
    else high = middle
  }
  return low
}

/** Splits what is to be fetched into requests of bounded size. */
export function* chunk<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += BLOCKS_PER_REQUEST) yield items.slice(start, start + BLOCKS_PER_REQUEST)
}
