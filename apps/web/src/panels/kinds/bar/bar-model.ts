import type { ChartGroup } from '../../../charts/chart-run.ts'
import { assignColours } from '../../../charts/run-colours.ts'
import { formatNumber } from '../../../values/format.ts'
import type { Axis } from '../../picture/axis.ts'
import { countText } from '../../picture/count-text.ts'
import type { Paint } from '../../picture/paint.ts'
import { printRows } from '../../picture/print-values.ts'
import { roomOf } from '../../picture/room.ts'
import type { PlotRow } from '../../picture/rows-plot.tsx'
import { type RowLayout, rowsOf } from '../../picture/rows.ts'
import type { Column } from '../../run-values/column.ts'
import { groupsBy, groupsOfPage } from '../../run-values/groups-of.ts'
import type { RunValues } from '../../run-values/run-values.ts'
import { axisFromZero } from './axis-from-zero.ts'
import { barsOfGroups, barsOfRuns, type BarRow, ordered, type Order } from './bars.ts'

interface Wanted {
  /** The field whose values make groups; '' where none does. */
  readonly byId: string
  readonly valueIds: readonly string[]
  readonly groups: readonly ChartGroup[] | undefined
  readonly order: Order
  readonly width: number
  readonly height: number
}

/** Rows of bars, and those of them that a panel has room for. */
export interface BarModel {
  readonly values: RunValues
  readonly metrics: readonly Column[]
  /** What the colours of several metrics mean; of one metric each row has its own. */
  readonly categories: Paint['categories']
  readonly rows: readonly BarRow[]
  readonly shown: readonly BarRow[]
  readonly isGrouped: boolean
  readonly layout: RowLayout
  /** Pixels of the drawing. */
  readonly height: number
  /** Undefined where no metric is a number. */
  readonly axis: Axis | undefined
}

export function barModelOf(values: RunValues, wanted: Wanted): BarModel {
  const metrics = values.columns.filter(({ field, kind }) => wanted.valueIds.includes(field.id) && kind === 'number')
  const categories = metrics.length > 1 ? categoriesOf(metrics, wanted.valueIds) : undefined
  const { rows, isGrouped } = rowsOfBars(values, metrics, wanted)
  const height = roomOf(wanted.height, { categories })
  const layout = rowsOf(
    rows.map(({ name }) => name),
    { width: wanted.width, height },
  )
  const shown = rows.slice(0, layout.count)
  return { values, metrics, categories, rows, shown, isGrouped, layout, height, axis: axisOfBars(shown, metrics, layout) }
}

function categoriesOf(metrics: readonly Column[], valueIds: readonly string[]): Paint['categories'] {
  const colours = assignColours(valueIds)
  return metrics.map(({ field }) => ({ name: field.title, colour: colours.get(field.id) ?? 'var(--text-soft)' }))
}

/** By the values of a field, by the groups of the page, or run by run. */
function rowsOfBars(values: RunValues, metrics: readonly Column[], { byId, groups, order }: Wanted): Pick<BarModel, 'rows' | 'isGrouped'> {
  const by = values.columns.find(({ field }) => field.id === byId)
  const parts = by !== undefined ? groupsBy(by) : groups === undefined ? undefined : groupsOfPage(values, groups)
  const rows = parts === undefined ? barsOfRuns(values, metrics) : barsOfGroups(parts, metrics)
  return { rows: ordered(rows, order), isGrouped: parts !== undefined }
}

/** As far as all lines of deviation end; titled only where there is one metric. */
function axisOfBars(rows: readonly BarRow[], metrics: readonly Column[], layout: RowLayout): Axis | undefined {
  const [first] = metrics
  if (first === undefined) return undefined
  const ends = rows.flatMap(({ bars }) =>
    bars.flatMap((bar) => (bar === undefined ? [] : [bar.mean - bar.deviation, bar.mean + bar.deviation])),
  )
  const title = metrics.length === 1 ? first.field.title : ''
  return axisFromZero({ ...first, field: { ...first.field, title } }, ends, layout)
}

/** How many runs and rows are shown of how many. */
export function statusOf({ values, metrics, rows, shown, isGrouped }: BarModel): string {
  const count = countText({ ...values, columns: metrics }, values.runs.length)
  if (rows.length === shown.length) return count
  return `${count} · ${shown.length} of ${rows.length.toLocaleString('en-US')} ${isGrouped ? 'groups' : 'bars'} have room here`
}

/** Why there is nothing to draw; undefined where there is. */
export function reasonForNone({ values, rows, axis }: BarModel): string | undefined {
  if (values.runs.length === 0) return 'No runs.'
  return axis === undefined || rows.length === 0 ? 'No run has a number to be drawn here.' : undefined
}

/** The rows that are shown, in words. */
export function plotRowsOf(model: BarModel): PlotRow[] {
  const names = namesOf(model)
  return model.shown.map((row) => ({
    id: row.id,
    name: row.name,
    colour: row.colour,
    entries: cellsOf(row, model).map((cell, at) => ({
      name: names[at] ?? '',
      value: cell === undefined ? 'none' : formatNumber(Number(cell.toPrecision(5))),
    })),
  }))
}

/** All rows, also those without room. */
export function csvOf(model: BarModel): string {
  return printRows([['name', ...namesOf(model)], ...model.rows.map((row) => [row.name, ...cellsOf(row, model).map((cell) => cell ?? '')])])
}

function namesOf({ metrics, isGrouped }: BarModel): string[] {
  return metrics.flatMap(({ field: { title } }) => (isGrouped ? [`mean ${title}`, `± ${title}`, `runs with ${title}`] : [title]))
}

function cellsOf({ bars }: BarRow, { isGrouped }: BarModel): (number | undefined)[] {
  return bars.flatMap((bar) => (isGrouped ? [bar?.mean, bar?.deviation, bar?.count] : [bar?.mean]))
}
