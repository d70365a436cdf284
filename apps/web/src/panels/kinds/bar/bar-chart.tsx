import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { assignColours } from '../../../charts/run-colours.ts'
import { formatNumber } from '../../../values/format.ts'
import type { PanelProps } from '../../kind.ts'
import { countText } from '../../picture/count-text.ts'
import { LEGEND, Legend } from '../../picture/legend.tsx'
import { BAR, PanelBody } from '../../picture/panel-body.tsx'
import { printRows } from '../../picture/print-values.ts'
import { RowsPlot } from '../../picture/rows-plot.tsx'
import { rowsOf } from '../../picture/rows.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { byPoint } from '../../run-values/field.ts'
import { groupsBy, groupsOfPage } from '../../run-values/groups-of.ts'
import { useRunValues } from '../../run-values/use-run-values.ts'
import { axisFromZero } from './axis-from-zero.ts'
import { barsOfGroups, barsOfRuns, type BarRow, ordered, type Order } from './bars.ts'
import { drawBars } from './draw-bars.ts'

/** Values of runs as bars, the greatest first; or means of groups with how far their runs lie apart. */
export function BarChart(props: PanelProps) {
  const { options, groups, width, height, exports, title } = props
  const [byId = '', ...valueIds] = byPoint(props.fields, options['point'])
  const { values, error } = useRunValues(
    { ...props, groups: undefined },
    [byId, ...valueIds].filter((id) => id !== ''),
  )
  const tokens = useTokens()
  const navigate = useNavigate()
  const order: Order = options['order'] === 'least' || options['order'] === 'table' ? options['order'] : 'most'
  const model = useMemo(() => {
    if (values === undefined) return undefined
    const metrics = values.columns.filter(({ field, kind }) => valueIds.includes(field.id) && kind === 'number')
    const [first] = metrics
    const by = values.columns.find(({ field }) => field.id === byId)
    const isGrouped = by !== undefined || groups !== undefined
    const rows = ordered(
      by !== undefined
        ? barsOfGroups(groupsBy(by), metrics)
        : groups !== undefined
          ? barsOfGroups(groupsOfPage(values, groups), metrics)
          : barsOfRuns(values, metrics),
      order,
    )
    const room = height - BAR - (metrics.length > 1 ? LEGEND : 0)
    const layout = rowsOf(
      rows.map(({ name }) => name),
      { width, height: room },
    )
    const shown = rows.slice(0, layout.count)
    if (first === undefined) return { values, metrics, rows, shown, layout, room, isGrouped, axis: undefined }
    const ends = shown.flatMap(({ bars }) =>
      bars.flatMap((one) => (one === undefined ? [] : [one.mean - one.deviation, one.mean + one.deviation])),
    )
    const title = metrics.length === 1 ? first.field.title : ''
    const axis = axisFromZero({ ...first, field: { ...first.field, title } }, ends, layout)
    return { values, metrics, rows, shown, layout, room, isGrouped, axis }
  }, [values, byId, valueIds.join('\n'), groups, order, width, height])
  const colours = useMemo(() => assignColours(valueIds), [valueIds.join('\n')])
  const draw = useMemo(() => {
    const axis = model?.axis
    if (model === undefined || axis === undefined) return undefined
    const colourOf = (row: BarRow, metric: number) =>
      tokens.resolve(model.metrics.length === 1 ? row.colour : (colours.get(model.metrics[metric]?.field.id ?? '') ?? row.colour))
    return (pen: Parameters<typeof drawBars>[0]) => drawBars(pen, model.shown, { axis, layout: model.layout, ink: tokens.ink, colourOf })
  }, [model, colours, tokens])
  const categories = (model?.metrics ?? []).map(({ field }) => ({ name: field.title, colour: colours.get(field.id) ?? 'var(--text-soft)' }))
  useEffect(() => {
    exports.current =
      model === undefined || draw === undefined
        ? null
        : {
            csv: () =>
              printRows([
                ['name', ...namesOf(model)],
                ...model.rows.map((row) => [row.name, ...cellsOf(row, model).map((cell) => cell ?? '')]),
              ]),
            figure: () => ({
              width,
              height: model.room,
              draw,
              legend: model.metrics.length === 1 ? [] : categories.map(({ name, colour }) => ({ name, colour: tokens.resolve(colour) })),
            }),
          }
  }, [model, draw, width, tokens, exports])
  const hidden = model === undefined ? 0 : model.rows.length - model.shown.length
  const status =
    model === undefined
      ? ''
      : [
          countText({ ...model.values, columns: model.metrics }, model.values.runs.length),
          ...(hidden === 0
            ? []
            : [
                `${model.shown.length} of ${model.rows.length.toLocaleString('en-US')} ${model.isGrouped ? 'groups' : 'bars'} have room here`,
              ]),
        ].join(' · ')
  return (
    <PanelBody
      {...{ width, height, status, error }}
      isPending={values === undefined && error === null}
      empty={
        values?.runs.length === 0
          ? 'No runs.'
          : model !== undefined && (draw === undefined || model.rows.length === 0)
            ? 'No run has a number to be drawn here.'
            : undefined
      }
    >
      {model === undefined || draw === undefined ? null : (
        <>
          <RowsPlot
            label={`${title}: ${status}`}
            rows={model.shown.map((row) => ({
              id: row.id,
              name: row.name,
              colour: row.colour,
              entries: cellsOf(row, model).map((cell, at) => ({
                name: namesOf(model)[at] ?? '',
                value: cell === undefined ? 'none' : formatNumber(Number(cell.toPrecision(5))),
              })),
            }))}
            width={width}
            height={model.room}
            top={model.layout.top}
            rowHeight={model.layout.rowHeight}
            draw={draw}
            onOpen={
              model.isGrouped
                ? undefined
                : (at) => void navigate({ to: '/r/$run/$tab', params: { run: model.shown[at]?.id ?? '', tab: 'overview' } })
            }
          />
          {model.metrics.length > 1 ? <Legend paint={{ colourOf: () => '', categories }} title="" /> : null}
        </>
      )}
    </PanelBody>
  )
}

interface Model {
  readonly metrics: readonly { readonly field: { readonly title: string } }[]
  readonly isGrouped: boolean
}

function namesOf({ metrics, isGrouped }: Model): string[] {
  return metrics.flatMap(({ field: { title } }) => (isGrouped ? [`mean ${title}`, `± ${title}`, `runs with ${title}`] : [title]))
}

function cellsOf({ bars }: BarRow, { isGrouped }: Model): (number | undefined)[] {
  return bars.flatMap((one) => (isGrouped ? [one?.mean, one?.deviation, one?.count] : [one?.mean]))
}
