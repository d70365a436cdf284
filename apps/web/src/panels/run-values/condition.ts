import { quoteField, quoteText } from '../../search/quote.ts'
import type { Column } from './column.ts'

/** Both ends belong to it. Of categories: places among them. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Values that a filter lists at most. */
const MOST_LISTED = 200

/** Whether the value of a run is in one of the ranges; a run without a value is in none. */
export function isWithin(value: number, ranges: readonly Range[]): boolean {
  return ranges.some(({ from, to }) => value >= from && value <= to)
}

/**
 * The ranges of a column as a condition of the search language. Params and tags are text there and do not compare by size: the values that
 * runs have in the ranges are listed. Undefined where a filter can not say it: too many values, or none.
 */
export function conditionOf(column: Column, ranges: readonly Range[]): string | undefined {
  const { field, numbers, cells } = column
  const name = quoteField(field.id)
  const print = column.kind === 'time' ? Math.round : String
  const isMeasured = field.entity === 'metrics' || (field.entity === 'attributes' && column.kind !== 'category')
  if (isMeasured) {
    const parts = ranges.map(({ from, to }) => `${name} >= ${print(from)} AND ${name} <= ${print(to)}`)
    return parts.length === 1 ? parts[0] : `(${parts.map((part) => `(${part})`).join(' OR ')})`
  }
  // In the order of the axis, whatever the order of the runs.
  const inside = [...numbers.keys()].filter((index) => isWithin(numbers[index] ?? Number.NaN, ranges))
  const texts = new Set(inside.toSorted((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0)).map((index) => String(cells[index])))
  if (texts.size === 0 || texts.size > MOST_LISTED) return undefined
  const list = [...texts].map(quoteText)
  return list.length === 1 ? `${name} = ${list[0]}` : `${name} IN (${list.join(', ')})`
}
