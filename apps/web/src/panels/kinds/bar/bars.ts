import type { Column } from '../../run-values/column.ts'
import { numbersOf, type ValueGroup } from '../../run-values/groups-of.ts'
import type { RunValues } from '../../run-values/run-values.ts'
import { deviationOf, meanOf } from '../../statistics/spread.ts'

/** One bar of a metric: the value of a run, or the mean of several. */
export interface Bar {
  readonly mean: number
  /** 0 of a single run. */
  readonly deviation: number
  readonly count: number
}

export interface BarRow {
  readonly id: string
  readonly name: string
  /** A colour of CSS. */
  readonly colour: string
  /** One per metric; undefined where no run has it. */
  readonly bars: readonly (Bar | undefined)[]
}

export type Order = 'most' | 'least' | 'table'

/** One row per run. */
export function barsOfRuns({ runs }: RunValues, metrics: readonly Column[]): BarRow[] {
  return runs.flatMap(({ id, name, colour = 'var(--series-0)' }, index) => {
    const bars = metrics.map((column) => barOf(column, [index]))
    return bars.every((bar) => bar === undefined) ? [] : [{ id, name, colour, bars }]
  })
}

/** One row per group, with means. */
export function barsOfGroups(groups: readonly ValueGroup[], metrics: readonly Column[]): BarRow[] {
  return groups.flatMap(({ id, name, colour, indexes }) => {
    const bars = metrics.map((column) => barOf(column, indexes))
    return bars.every((bar) => bar === undefined) ? [] : [{ id, name, colour, bars }]
  })
}

/** By the first metric; rows without it last. */
export function ordered(rows: readonly BarRow[], order: Order): BarRow[] {
  if (order === 'table') return [...rows]
  const sign = order === 'most' ? -1 : 1
  const valueOf = ({ bars }: BarRow) => bars[0]?.mean ?? Number.NaN
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)]
    if (Number.isNaN(one) || Number.isNaN(other)) return Number(Number.isNaN(one)) - Number(Number.isNaN(other))
    return sign * (one - other)
  })
}

function barOf(column: Column, indexes: readonly number[]): Bar | undefined {
  const values = numbersOf(column, indexes)
  return values.length === 0 ? undefined : { mean: meanOf(values), deviation: deviationOf(values), count: values.length }
}
