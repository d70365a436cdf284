import { useMemo } from 'react'
import type { ChartRun } from '../../../charts/chart-run.ts'
import { printCsv } from '../../../charts/export.ts'
import type { Pen } from '../../../charts/pen.ts'
import type { Series } from '../../../charts/series.ts'
import { formatNumber } from '../../../values/format.ts'
import type { PanelProps } from '../../kind.ts'
import { rowsOf } from '../../picture/rows.ts'
import { RowsPlot } from '../../picture/rows-plot.tsx'
import { useExports } from '../../picture/use-exports.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { columnOf } from '../../run-values/column.ts'
import { axisFromZero } from './axis-from-zero.ts'
import { drawBars } from './draw-bars.ts'
import { pointRows } from './point-rows.ts'

/** Pixels of a digit, and around the values in numbers at the right. */
const DIGIT = 6.6
const AROUND = 24

interface Props extends Pick<PanelProps, 'title' | 'width' | 'height' | 'exports' | 'groups'> {
  readonly runs: readonly ChartRun[]
  /** Of one metric, with one point each. */
  readonly series: readonly Series[]
}

/** A metric that every run has logged once, such as the score of a test: the values, or means of groups, beside each other, since there is no curve. */
export function PointBars({ title, width, height, exports, runs, groups, series }: Props) {
  const tokens = useTokens()
  const model = useMemo(() => {
    const rows = pointRows(series, { runs, groups })
    const all = rowsOf(
      rows.map(({ name }) => name),
      { width, height },
    )
    const shown = rows.slice(0, all.count)
    const longest = shown.reduce((most, { value }) => Math.max(most, shortNumber(value).length), 0)
    const layout = { ...all, right: Math.round(width - longest * DIGIT - AROUND) }
    const ends = shown.flatMap(({ value, bars: [bar] }) => [value - (bar?.deviation ?? 0), value + (bar?.deviation ?? 0)])
    const column = columnOf('', ends)
    const isWhole = shown.length === rows.length
    const title = isWhole ? '' : `${shown.length} of ${rows.length} have room here`
    return { shown, layout, axis: axisFromZero({ ...column, field: { ...column.field, title } }, ends, layout), all: rows.length }
  }, [series, runs, groups, width, height])
  const draw = useMemo(() => {
    const { shown, layout, axis } = model
    return (pen: Pen) => {
      drawBars(pen, shown, { axis, layout, ink: tokens.ink, colourOf: ({ colour }) => tokens.resolve(colour) })
      pen.fillStyle = tokens.ink.text
      pen.textAlign = 'right'
      pen.textBaseline = 'middle'
      for (const [at, { value }] of shown.entries()) pen.fillText(shortNumber(value), width - 8, layout.top + (at + 0.5) * layout.rowHeight)
    }
  }, [model, tokens, width])
  useExports(exports, { csv: () => printCsv(series, runs), figure: () => ({ width, height, draw, legend: [] }) })
  const { shown, layout, all } = model
  return (
    <RowsPlot
      label={`${title}: ${shown.length} ${shown.length === 1 ? 'value' : 'values'}${shown.length === all ? '' : ` of ${all}`}`}
      rows={shown}
      width={width}
      height={height}
      top={layout.top}
      rowHeight={layout.rowHeight}
      draw={draw}
    />
  )
}

function shortNumber(value: number): string {
  return formatNumber(Number.isFinite(value) ? Number(value.toPrecision(5)) : value)
}
