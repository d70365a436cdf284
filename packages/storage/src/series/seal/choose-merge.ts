import { FAN_IN, MAX_PACKED_LEVEL, PACKED_POINTS } from '../levels.ts'

/** The row of a packed block, without its data. */
export interface PackedBlock {
  readonly id: number
  readonly level: number
  readonly firstKey: number
  readonly lastKey: number
  readonly pointCount: number
}

/** The most blocks of one merge: it bounds how long a slice takes. */
const MOST_BLOCKS = 8

/**
 * The packed blocks to merge next, or none. Normally those of the lowest level at which {@link FAN_IN} blocks cover one
 * key, or lie side by side and fit into one block. When the run is finished, two are enough and levels do not matter.
 */
export function chooseMerge(blocks: readonly PackedBlock[], finished: boolean): PackedBlock[] {
  const mergeable = blocks.filter((block) => block.level < MAX_PACKED_LEVEL)
  if (finished) return chooseAmong(mergeable, 2)
  const byLevel = Map.groupBy(mergeable, (block) => block.level)
  for (const [, ofLevel] of [...byLevel].toSorted(([a], [b]) => a - b)) {
    const chosen = chooseAmong(ofLevel, FAN_IN)
    if (chosen.length > 0) return chosen
  }
  return []
}

function chooseAmong(blocks: readonly PackedBlock[], fanIn: number): PackedBlock[] {
  const sorted = blocks.toSorted((a, b) => a.firstKey - b.firstKey)
  const stacked = findStack(sorted, fanIn)
  return stacked.length > 0 ? stacked : findNeighbours(sorted, fanIn)
}

/** The blocks that cover the lowest key that `fanIn` of them cover. */
function findStack(sorted: readonly PackedBlock[], fanIn: number): PackedBlock[] {
  let open: PackedBlock[] = []
  for (const block of sorted) {
    if (open.length >= fanIn && block.firstKey > Math.min(...open.map((covering) => covering.lastKey))) break
    open = [...open.filter((covering) => covering.lastKey >= block.firstKey), block]
    if (open.length === MOST_BLOCKS) break
  }
  return open.length >= fanIn ? open : []
}

/** Blocks that follow each other and together fit into one: as many as do. */
function findNeighbours(sorted: readonly PackedBlock[], fanIn: number): PackedBlock[] {
  let start = 0
  let points = 0
  for (const [index, block] of sorted.entries()) {
    if (index - start >= fanIn && (points + block.pointCount > PACKED_POINTS || index - start === MOST_BLOCKS))
      return sorted.slice(start, index)
    points += block.pointCount
    for (; points > PACKED_POINTS && start <= index; start += 1) points -= sorted[start]?.pointCount ?? 0
  }
  return sorted.length - start >= fanIn ? sorted.slice(start) : []
}
