import { PointBuffer } from './point-buffer.ts'
import type { PointColumns } from './point.ts'

/**
 * Sections in one set of columns: section `i` holds the points of key `keys[i]` from `ends[i - 1]` (or 0) to `ends[i]`,
 * sorted by (step, timestamp, value) without repeats; keys ascend. One pair of arrays instead of an object per section,
 * because a wide run has thousands of sections of one point.
 */
export interface SectionTable {
  readonly keys: readonly number[]
  readonly ends: readonly number[]
  readonly points: PointColumns
}

/** Builds a section table key by key. */
export class SectionTableBuilder {
  readonly keys: number[] = []
  readonly ends: number[] = []
  readonly points: PointBuffer

  constructor(capacity: number) {
    this.points = new PointBuffer(capacity)
  }

  /** Closes the section of the points added since the last one, after sorting and deduplicating them. */
  close(keyId: number): void {
    this.points.settle(this.ends.at(-1) ?? 0)
    this.keys.push(keyId)
    this.ends.push(this.points.length)
  }
}

/** The first point of a section. */
export function sectionStart(table: SectionTable, index: number): number {
  return index === 0 ? 0 : (table.ends[index - 1] as number)
}

export function sectionEnd(table: SectionTable, index: number): number {
  return table.ends[index] as number
}

/** How many points a table holds. */
export function pointCount(table: SectionTable): number {
  return table.ends.at(-1) ?? 0
}

/** One table with the points of all, each key once. */
export function mergeTables(tables: readonly SectionTable[]): SectionTable {
  if (tables.length === 1) return tables[0] as SectionTable
  const merged = new SectionTableBuilder(tables.reduce((sum, table) => sum + pointCount(table), 0))
  const cursors = tables.map(() => 0)
  for (let keyId = leastKey(tables, cursors); keyId < Infinity; keyId = leastKey(tables, cursors)) {
    for (const [index, table] of tables.entries()) {
      const section = cursors[index] as number
      if (table.keys[section] !== keyId) continue
      merged.points.copy(table.points, sectionStart(table, section), sectionEnd(table, section))
      cursors[index] = section + 1
    }
    merged.close(keyId)
  }
  return merged
}

function leastKey(tables: readonly SectionTable[], cursors: readonly number[]): number {
  let least = Infinity
  for (let i = 0; i < tables.length; i += 1) {
    const keyId = tables[i]?.keys[cursors[i] as number]
    if (keyId !== undefined && keyId < least) least = keyId
  }
  return least
}
