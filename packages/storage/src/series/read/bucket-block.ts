import { BlockReader } from '../codec/block-reader.ts'
import { GROUP } from '../codec/bits.ts'
import type { GroupTable } from '../codec/value-column.ts'
import { blockBytes } from '../driving.ts'
import type { PointBuffer } from '../point-buffer.ts'
import { int64At } from '../point.ts'
import type { Int64Column, PointColumns } from '../point.ts'
import { checkBlock } from './arrange-series.ts'
import type { BlockPiece } from './arrange-series.ts'
import { toBounds } from './bucket-accumulator.ts'
import type { AlignedPoints, BucketAccumulator } from './bucket-accumulator.ts'

/**
 * Adds a block that edges of buckets cut. Where points come in order along x, groups of values that one bucket holds
 * are answered by the block's table of groups, so that an edge decodes one group.
 */
export function bucketBlock(
  piece: BlockPiece,
  blocks: ReadonlyMap<number, Uint8Array>,
  { into, scratch }: { readonly into: BucketAccumulator; readonly scratch: PointBuffer },
): void {
  const block = new BlockReader(blockBytes(blocks, piece.id), piece.id)
  checkBlock(block, piece)
  scratch.clear()
  const groups = into.ordered ? block.readGroups(0) : undefined
  if (groups === undefined) {
    block.readSection(0, scratch)
    into.addPoints(alignPoints(scratch, into), 0, scratch.length)
    return
  }
  if (into.x === 'step') block.readSteps(0, scratch)
  else block.readTimes(0, scratch)
  bucketGroups({ block, groups, piece, scratch }, into)
}

/** The columns as the accumulator sees them. */
export function alignPoints({ steps, timestamps, values }: PointColumns, { x, ordered }: BucketAccumulator): AlignedPoints {
  return x === 'step'
    ? { xs: steps, ys: ordered ? undefined : timestamps, values }
    : { xs: timestamps, ys: ordered ? undefined : steps, values }
}

interface GroupedBlock {
  readonly block: BlockReader
  readonly groups: GroupTable
  readonly piece: BlockPiece
  readonly scratch: PointBuffer
}

function bucketGroups({ block, groups, piece, scratch }: GroupedBlock, into: BucketAccumulator): void {
  const { count, first, last } = piece.summary
  const points = alignPoints(scratch, into)
  const { xs } = points
  for (let group = 0, start = 0; start < count; group += 1, start += GROUP) {
    const end = Math.min(start + GROUP, count)
    const index = bucketAround(xs, { start, end, count }, into)
    if (index === undefined) {
      block.readGroup(0, groups, group, scratch)
      into.addPoints(points, start, end)
      continue
    }
    const nanCount = groups.nanCounts[group] as number
    const [min, max, sum] = groups.figures.subarray(group * 3, group * 3 + 3) as unknown as [number, number, number]
    // Inside the block, the bucket has a point before these and gets one after: only the block's own ends can be its ends.
    const ends = { first: { x: int64At(xs, start), y: 0, value: first.value }, last: { x: int64At(xs, end - 1), y: 0, value: last.value } }
    into.add(index, { count: end - start, nanCount, sum, ...toBounds(end - start, nanCount, min, max), ...ends })
  }
}

/** The bucket that holds the points from `start` to `end` and their neighbours within the block; undefined when an edge is among them. */
function bucketAround(
  xs: Int64Column,
  { start, end, count }: { start: number; end: number; count: number },
  { grid }: BucketAccumulator,
): number | undefined {
  const low = int64At(xs, Math.max(0, start - 1))
  const high = int64At(xs, Math.min(count - 1, end))
  if (low < grid.from || high > grid.to) return undefined
  const index = grid.indexOf(low)
  return index === grid.indexOf(high) ? index : undefined
}
