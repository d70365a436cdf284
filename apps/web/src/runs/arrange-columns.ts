import type { Column } from './column.ts'

const LEAST = 48
const MOST = 900

/** Columns with one of them put before another; at the end where there is no other. */
export function moveColumn(ids: readonly string[], moved: string, before: string | undefined): string[] {
  if (moved === before) return [...ids]
  const others = ids.filter((id) => id !== moved)
  const at = before === undefined ? others.length : others.indexOf(before)
  return others.toSpliced(at < 0 ? others.length : at, 0, moved)
}

/** One place to the left or right; the same where there is none. */
export function shiftColumn(ids: readonly string[], moved: string, by: -1 | 1): string[] {
  const at = ids.indexOf(moved)
  const other = ids[at + by]
  if (at < 0 || other === undefined) return [...ids]
  return ids.with(at, other).with(at + by, moved)
}

/** Widths by column, as an address has them: `params.lr~140`. */
export function parseWidths(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    texts.map((text) => {
      const mark = text.lastIndexOf('~')
      return [text.slice(0, mark), limitWidth(Number(text.slice(mark + 1)))]
    }),
  )
}

/** The same with one of another width; undefined takes it away. */
export function setWidth(texts: readonly string[], id: string, width: number | undefined): string[] {
  const widths = new Map(parseWidths(texts))
  widths.delete(id)
  if (width !== undefined) widths.set(id, limitWidth(width))
  return [...widths].map(([name, value]) => `${name}~${value}`)
}

function limitWidth(width: number): number {
  return Math.round(Math.min(MOST, Math.max(LEAST, width)))
}

export interface PlacedColumn {
  readonly column: Column
  readonly width: number
  /** Pixels from the left at which a pinned column stays. */
  readonly left?: number
}

/** Columns as they stand: those that are pinned first, behind the names of runs. */
export function placeColumns(
  columns: readonly Column[],
  { pinned, widths, nameWidth }: { pinned: readonly string[]; widths: ReadonlyMap<string, number>; nameWidth: number },
): PlacedColumn[] {
  let left = nameWidth
  const isPinned = ({ id }: Column) => pinned.includes(id)
  const first = columns.filter(isPinned).map((column) => {
    const width = widths.get(column.id) ?? column.width
    const placed = { column, width, left }
    left += width
    return placed
  })
  const others = columns.filter((column) => !isPinned(column))
  return [...first, ...others.map((column) => ({ column, width: widths.get(column.id) ?? column.width }))]
}
