import { encodeBlock } from '../codec/block-writer.ts'
import { encodeBlockSummary } from '../codec/block-summary.ts'
import { PACKED_POINTS } from '../levels.ts'
import { summarizeSection } from '../section-summary.ts'
import { sectionEnd, sectionStart } from '../section-table.ts'
import type { SectionTable } from '../section-table.ts'

/** A row to insert into the table of blocks. */
export interface NewBlock {
  readonly level: number
  readonly firstKey: number
  readonly lastKey: number
  readonly pointCount: number
  /** For blocks of a series alone; empty for packed blocks. */
  readonly summary: Uint8Array
  readonly data: Uint8Array
}

const NO_SUMMARY = new Uint8Array(0)

/** Packs the sections of a table into as many blocks as they need, each key in one. */
export function packSections(table: SectionTable, level: number): NewBlock[] {
  const blocks: NewBlock[] = []
  let from = 0
  for (let to = 1; to <= table.keys.length; to += 1) {
    const pointCount = sectionEnd(table, to - 1) - sectionStart(table, from)
    if (to < table.keys.length && pointCount < PACKED_POINTS) continue
    const [firstKey, lastKey] = [table.keys[from] as number, table.keys[to - 1] as number]
    blocks.push({ level, firstKey, lastKey, pointCount, summary: NO_SUMMARY, data: encodeBlock(table, { from, to, level }) })
    from = to
  }
  return blocks
}

/** A block of the points from `start` to `end` of a series. */
export function closeBlock(keyId: number, points: SectionTable['points'], { start, end, level }: BlockRange): NewBlock {
  const { steps, timestamps, values } = points
  const columns = { steps: steps.subarray(start, end), timestamps: timestamps.subarray(start, end), values: values.subarray(start, end) }
  return {
    level,
    firstKey: keyId,
    lastKey: keyId,
    pointCount: end - start,
    summary: encodeBlockSummary(summarizeSection(keyId, columns, 0, end - start)),
    data: encodeBlock({ keys: [keyId], ends: [end - start], points: columns }, { from: 0, to: 1, level }),
  }
}

interface BlockRange {
  readonly start: number
  readonly end: number
  readonly level: number
}
