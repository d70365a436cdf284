import type { Column } from '../../run-values/column.ts'
import { conditionOf, isWithin, type Range } from '../../run-values/condition.ts'

/** What is brushed, by the id of the field. */
export type Brushes = ReadonlyMap<string, readonly Range[]>

/** Brushes as an address has them: `params.lr:0.001..0.1|1..2;params.model:cnn..mlp`. */
export function printBrushes(brushes: Brushes, columns: readonly Column[]): string | undefined {
  const parts = columns.flatMap((column) => {
    const ranges = brushes.get(column.field.id) ?? []
    const nameOf = (value: number) =>
      column.kind === 'category' ? encodeURIComponent(column.categories[value] ?? '').replaceAll('.', '%2E') : String(value)
    const list = ranges.map(({ from, to }) => `${nameOf(from)}..${nameOf(to)}`).join('|')
    return list === '' ? [] : [`${encodeURIComponent(column.field.id)}:${list}`]
  })
  return parts.length === 0 ? undefined : parts.join(';')
}

/** Leaves out fields that are not shown, and categories that no run has. */
export function parseBrushes(text: string, columns: readonly Column[]): Brushes {
  const parts = new Map(
    text.split(';').map((part) => {
      const [id = '', list = ''] = part.split(':')
      return [decode(id), list]
    }),
  )
  return new Map(
    columns.flatMap((column) => {
      const placeOf = (name: string) => (column.kind === 'category' ? column.categories.indexOf(decode(name)) : Number(name))
      const ranges = (parts.get(column.field.id) ?? '').split('|').flatMap((range) => {
        const [from = Number.NaN, to = Number.NaN] = range.split('..').map(placeOf)
        return range.includes('..') && from <= to && !(column.kind === 'category' && from < 0) ? [{ from, to }] : []
      })
      return ranges.length === 0 ? [] : [[column.field.id, ranges] as const]
    }),
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // Typed by hand: what is no encoding stands for itself.
    return text
  }
}

/** Runs whose values are in a range of every axis that has any. */
export function brushedRuns(count: number, columns: readonly Column[], brushes: Brushes): number[] {
  const tests = columns.flatMap(({ field, numbers }) => {
    const ranges = brushes.get(field.id)
    return ranges === undefined ? [] : [{ numbers, ranges }]
  })
  return Array.from({ length: count }, (_, index) => index).filter((index) =>
    tests.every(({ numbers, ranges }) => isWithin(numbers[index] ?? Number.NaN, ranges)),
  )
}

/** What runs in the ranges have in common, axis by axis. */
export function conditionsOf(columns: readonly Column[], brushes: Brushes): (string | undefined)[] {
  return columns.flatMap((column) => {
    const ranges = brushes.get(column.field.id)
    return ranges === undefined ? [] : [conditionOf(column, ranges)]
  })
}

/** The ranges of a field replaced; none takes it away. */
export function withRanges(brushes: Brushes, id: string, ranges: readonly Range[]): Brushes {
  const next = new Map(brushes)
  if (ranges.length === 0) next.delete(id)
  else next.set(id, joined(ranges))
  return next
}

/** Ranges that touch become one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last !== undefined && range.from <= last.to) result[result.length - 1] = { from: last.from, to: Math.max(last.to, range.to) }
    else result.push(range)
  }
  return result
}
