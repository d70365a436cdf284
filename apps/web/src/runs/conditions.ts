import { metricOfColumn } from './columns.ts'
import { quoteField, quoteText } from '../search/quote.ts'

export interface Condition {
  readonly title: string
  readonly filter: string
}

/** Conditions on what stands in a cell, the nearest first; none for what cannot be searched by. */
export function conditionsOf(column: string, value: string): Condition[] {
  if (column === 'inputs' || /^attributes\.(?:duration|start_time|end_time)$/.test(column)) return []
  const field = quoteField(column)
  const name = column.replace(/^(?:params|tags|attributes|metrics)\./, '')
  if (value === '') return [{ title: `Only runs without ${name}`, filter: `${field} IS NULL` }]
  if (metricOfColumn(column) !== undefined) {
    if (!Number.isFinite(Number(value))) return [{ title: `Only runs with ${name}`, filter: `${field} IS NOT NULL` }]
    return (['<=', '>=', '='] as const).map((comparator) => ({
      title: `Only ${name} ${{ '<=': '≤', '>=': '≥', '=': '=' }[comparator]} ${value}`,
      filter: `${field} ${comparator} ${value}`,
    }))
  }
  return [
    { title: `Only ${name} = ${value}`, filter: `${field} = ${quoteText(value)}` },
    { title: `Without ${name} = ${value}`, filter: `NOT ${field} = ${quoteText(value)}` },
  ]
}

/** A filter with one more condition. */
export function addCondition(filter: string | undefined, condition: string): string {
  if (filter === undefined || filter.trim() === '') return condition
  return /\bor\b/i.test(filter) ? `(${filter}) AND ${condition}` : `${filter} AND ${condition}`
}
