import { useEffect, useMemo } from 'react'
import { formatNumber } from '../../../values/format.ts'
import type { PanelProps } from '../../kind.ts'
import { axisOf } from '../../picture/axis.ts'
import { countText } from '../../picture/count-text.ts'
import { BAR, PanelBody } from '../../picture/panel-body.tsx'
import { printRows } from '../../picture/print-values.ts'
import { RowsPlot } from '../../picture/rows-plot.tsx'
import { rowsOf } from '../../picture/rows.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { byPoint } from '../../run-values/field.ts'
import { groupsBy, groupsOfPage, numbersOf, type ValueGroup } from '../../run-values/groups-of.ts'
import { useRunValues } from '../../run-values/use-run-values.ts'
import { boxOf, deviationOf } from '../../statistics/spread.ts'
import { drawBoxes } from './draw-boxes.ts'

/** How a value is spread over all runs of the table: one box per value of a param or tag, per group of the page, or for all. */
export function BoxPlot(props: PanelProps) {
  const { options, groups, width, height, isLog, exports, title } = props
  const [valueId = '', byId = ''] = byPoint(props.fields, options['point'])
  const asked = [valueId, byId].filter((id) => id !== '')
  const { values, error } = useRunValues({ ...props, groups: undefined }, asked)
  const tokens = useTokens()
  const model = useMemo(() => {
    const column = values?.columns.find(({ field }) => field.id === valueId)
    if (values === undefined || column === undefined || column.kind === 'category') return undefined
    const by = values.columns.find(({ field }) => field.id === byId)
    const all = values.runs.map((_, index) => index)
    const whole: ValueGroup = { id: '', name: 'all runs', colour: 'var(--series-0)', indexes: all }
    const parts = by !== undefined ? groupsBy(by) : groups !== undefined ? groupsOfPage(values, groups) : [whole]
    const rows = parts.flatMap(({ id, name, colour, indexes }) => {
      const numbers = numbersOf(column, indexes).filter((value) => !isLog || value > 0)
      const found = boxOf(numbers)
      return found === undefined ? [] : [{ id, name, colour: tokens.resolve(colour), values: numbers, box: found }]
    })
    const layout = rowsOf(
      rows.map(({ name }) => name),
      { width, height: height - BAR },
    )
    const shown = rows.slice(0, layout.count)
    const axis = axisOf(column, { start: layout.left, end: layout.right, isLog })
    return { values, column, rows, shown, layout, axis, runs: rows.reduce((sum, row) => sum + row.values.length, 0) }
  }, [values, valueId, byId, groups, isLog, width, height, tokens])
  const draw = useMemo(
    () =>
      model === undefined
        ? undefined
        : (pen: Parameters<typeof drawBoxes>[0]) =>
            drawBoxes(pen, model.shown, { axis: model.axis, layout: model.layout, ink: tokens.ink }),
    [model, tokens],
  )
  useEffect(() => {
    exports.current =
      model === undefined || draw === undefined
        ? null
        : {
            csv: () => printRows([['group', ...names], ...model.rows.map((row) => [row.name, ...numbersIn(row)])]),
            figure: () => ({ width, height: height - BAR, draw, legend: [] }),
          }
  }, [model, draw, width, height, exports])
  const hidden = model === undefined ? 0 : model.rows.length - model.shown.length
  const status =
    model === undefined
      ? ''
      : [countText(model.values, model.runs), ...(hidden === 0 ? [] : [`${hidden} more groups have no room here`])].join(' · ')
  return (
    <PanelBody
      {...{ width, height, status, error }}
      isPending={values === undefined && error === null}
      empty={
        values === undefined
          ? undefined
          : values.runs.length === 0
            ? 'No runs.'
            : model === undefined
              ? `${valueId} holds words, which have no median.`
              : model.rows.length === 0
                ? `No run has a finite ${model.column.field.title}${isLog ? ' above zero' : ''}.`
                : undefined
      }
    >
      {model === undefined || draw === undefined ? null : (
        <RowsPlot
          label={`${title}: ${status}`}
          rows={model.shown.map((row) => ({
            id: row.id,
            name: row.name,
            colour: row.colour,
            entries: numbersIn(row).map((value, at) => ({ name: names[at] ?? '', value: formatNumber(Number(value.toPrecision(5))) })),
          }))}
          width={width}
          height={height - BAR}
          top={model.layout.top}
          rowHeight={model.layout.rowHeight}
          draw={draw}
        />
      )}
    </PanelBody>
  )
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

function numbersIn({ box, values }: { readonly box: NonNullable<ReturnType<typeof boxOf>>; readonly values: readonly number[] }): number[] {
  const { count, low, quartile1, median, quartile3, high, mean, outliers } = box
  return [count, low, quartile1, median, quartile3, high, mean, deviationOf(values), outliers.length]
}
