import type { ChartGroup } from '../../../charts/chart-run.ts'
import { formatNumber } from '../../../values/format.ts'
import { type Axis, axisOf } from '../../picture/axis.ts'
import { countText } from '../../picture/count-text.ts'
import { printRows } from '../../picture/print-values.ts'
import type { PlotRow } from '../../picture/rows-plot.tsx'
import { type RowLayout, rowsOf } from '../../picture/rows.ts'
import type { Column } from '../../run-values/column.ts'
import { groupsBy, groupsOfPage, numbersOf, type ValueGroup } from '../../run-values/groups-of.ts'
import type { RunValues } from '../../run-values/run-values.ts'
import { boxOf, deviationOf } from '../../statistics/spread.ts'
import type { BoxRow } from './draw-boxes.ts'

interface Wanted {
  readonly valueId: string
  /** The field whose values make groups; '' where none does. */
  readonly byId: string
  readonly groups: readonly ChartGroup[] | undefined
  readonly isLog: boolean
  readonly width: number
  readonly height: number
  readonly resolve: (colour: string) => string
}

/** Boxes of groups, and those of them that a panel has room for. */
export interface BoxModel {
  readonly values: RunValues
  readonly column: Column
  readonly rows: readonly NamedBox[]
  readonly shown: readonly NamedBox[]
  readonly layout: RowLayout
  readonly axis: Axis
  readonly isLog: boolean
}

interface NamedBox extends BoxRow {
  readonly id: string
}

/** Undefined where the value is no number: words have no median. */
export function boxModelOf(values: RunValues, wanted: Wanted): BoxModel | undefined {
  const { valueId, isLog, width, height, resolve } = wanted
  const column = values.columns.find(({ field }) => field.id === valueId)
  if (column === undefined || column.kind === 'category') return undefined
  const rows = partsOf(values, wanted).flatMap(({ id, name, colour, indexes }) => {
    const numbers = numbersOf(column, indexes).filter((value) => !isLog || value > 0)
    const box = boxOf(numbers)
    return box === undefined ? [] : [{ id, name, colour: resolve(colour), values: numbers, box }]
  })
  const layout = rowsOf(
    rows.map(({ name }) => name),
    { width, height },
  )
  const axis = axisOf(column, { start: layout.left, end: layout.right, isLog })
  return { values, column, rows, shown: rows.slice(0, layout.count), layout, axis, isLog }
}

/** By the values of a field, by the groups of the page, or all runs as one. */
function partsOf(values: RunValues, { byId, groups }: Wanted): ValueGroup[] {
  const by = values.columns.find(({ field }) => field.id === byId)
  if (by !== undefined) return groupsBy(by)
  if (groups !== undefined) return groupsOfPage(values, groups)
  return [{ id: '', name: 'all runs', colour: 'var(--series-0)', indexes: [...values.runs.keys()] }]
}

/** How many runs and groups are shown of how many. */
export function statusOf({ values, rows, shown }: BoxModel): string {
  const runs = rows.reduce((sum, row) => sum + row.values.length, 0)
  const hidden = rows.length - shown.length
  return [countText(values, runs), ...(hidden === 0 ? [] : [`${hidden} more groups have no room here`])].join(' · ')
}

/** Why there is nothing to draw; undefined where there is. */
export function reasonForNone(values: RunValues, model: BoxModel | undefined, valueId: string): string | undefined {
  if (values.runs.length === 0) return 'No runs.'
  if (model === undefined) return `${valueId} holds words, which have no median.`
  return model.rows.length === 0 ? `No run has a finite ${model.column.field.title}${model.isLog ? ' above zero' : ''}.` : undefined
}

/** The boxes that are shown, in words. */
export function plotRowsOf({ shown }: BoxModel): PlotRow[] {
  return shown.map((row) => ({
    id: row.id,
    name: row.name,
    colour: row.colour,
    entries: numbersIn(row).map((value, at) => ({ name: names[at] ?? '', value: formatNumber(Number(value.toPrecision(5))) })),
  }))
}

/** All boxes, also those without room. */
export function csvOf({ rows }: BoxModel): string {
  return printRows([['group', ...names], ...rows.map((row) => [row.name, ...numbersIn(row)])])
}

const names = [
  'runs',
  'lower whisker',
  'lower quartile',
  'median',
  'upper quartile',
  'upper whisker',
  'mean',
  'standard deviation',
  'outliers',
]

function numbersIn({ box, values }: NamedBox): number[] {
  const { count, low, quartile1, median, quartile3, high, mean, outliers } = box
  return [count, low, quartile1, median, quartile3, high, mean, deviationOf(values), outliers.length]
}
