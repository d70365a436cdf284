import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import type { PanelProps } from '../../kind.ts'
import { axisOf, labelOf, valueNear } from '../../picture/axis.ts'
import { countText } from '../../picture/count-text.ts'
import { DrawnCanvas } from '../../picture/drawn-canvas.tsx'
import { Legend, LEGEND, legendOf } from '../../picture/legend.tsx'
import { paintBy } from '../../picture/paint.ts'
import { BAR, PanelBody } from '../../picture/panel-body.tsx'
import { PickedTools } from '../../picture/picked-tools.tsx'
import styles from '../../picture/picture.module.css'
import { PointedRun } from '../../picture/pointed-run.tsx'
import { printValues } from '../../picture/print-values.ts'
import { useTokens } from '../../picture/use-tokens.ts'
import { conditionOf, isWithin, type Range } from '../../run-values/condition.ts'
import { byPoint } from '../../run-values/field.ts'
import { useRunValues } from '../../run-values/use-run-values.ts'
import { drawScatter, MARGIN } from './draw-scatter.ts'
import { type Rectangle, Ring, Shade } from './marks.tsx'
import { nearestPoint, pointsOf, relationOf } from './points.ts'

/** Pixels around a point in which it is meant. */
const REACH = 14
/** Pixels that the mouse moves before it draws a rectangle. */
const DRAG = 5

/** Runs by two of their values, coloured and sized by others. A click opens a run, a rectangle picks several. */
export function Scatter(props: PanelProps) {
  const { options, width, height, isLog, selected, exports, title } = props
  const fields = byPoint(props.fields, options['point'])
  const { values, error } = useRunValues(
    props,
    fields.filter((id) => id !== ''),
  )
  const tokens = useTokens()
  const navigate = useNavigate()
  const plot = useRef<HTMLDivElement>(null)
  const [pointed, setPointed] = useState(-1)
  const [drag, setDrag] = useState<Rectangle>()
  const [brush, setBrush] = useState<{ readonly x: Range; readonly y: Range }>()

  const model = useMemo(() => {
    const [x, y, colour, size] = fields.map((id) => values?.columns.find(({ field }) => field.id === id))
    if (values === undefined || x === undefined || y === undefined) return undefined
    const paint = paintBy(colour, values.runs, tokens)
    const bottom = height - BAR - MARGIN.bottom - (paint.axis === undefined && paint.categories === undefined ? 0 : LEGEND)
    const axes = {
      x: axisOf(x, { start: MARGIN.left, end: width - MARGIN.right, isLog: x.kind === 'number' && isLogOf(options['x'], x.isWide) }),
      y: axisOf(y, { start: bottom, end: MARGIN.top, isLog: y.kind === 'number' && isLogOf(options['y'], isLog || y.isWide) }),
      size,
    }
    const points = pointsOf(values.runs.length, axes)
    const trend = options['trend']
    const relation = trend === 'line' || trend === 'rank' ? relationOf(points, axes, trend) : undefined
    return { values, paint, axes, points, relation, height: bottom + MARGIN.bottom }
  }, [values, fields.join('\n'), width, height, options, isLog, tokens])

  const draw = useMemo(() => {
    if (model === undefined) return undefined
    const { runs } = model.values
    const picked = new Set(selected)
    const isMarked = (index: number) => runs[index]?.runIds.some((id) => picked.has(id)) === true
    return (pen: Parameters<typeof drawScatter>[0]) => drawScatter(pen, { ...model, ...model.axes, isMarked, ink: tokens.ink })
  }, [model, selected, tokens])
  useEffect(() => {
    exports.current =
      model === undefined || draw === undefined
        ? null
        : {
            csv: () => printValues(model.values),
            figure: () => ({ width, height: model.height, draw, legend: legendOf(model.paint, tokens) }),
          }
  }, [model, draw, width, tokens, exports])

  const inside = useMemo(() => {
    if (model === undefined || brush === undefined) return undefined
    const { x, y } = model.axes
    return model.points.indexes.filter(
      (index) => isWithin(x.column.numbers[index] ?? Number.NaN, [brush.x]) && isWithin(y.column.numbers[index] ?? Number.NaN, [brush.y]),
    )
  }, [model, brush])
  const status =
    model === undefined
      ? ''
      : [countText(model.values, model.points.indexes.length), ...(model.relation === undefined ? [] : [model.relation.text])].join(' · ')
  const pixelOf = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const open = (point: number) => {
    const run = model?.values.runs[model.points.indexes[point] ?? -1]
    if (run?.runIds.length === 1) void navigate({ to: '/r/$run/$tab', params: { run: run.id, tab: 'overview' } })
  }
  const finish = (rectangle: Rectangle) => {
    if (model === undefined) return
    const { x, y } = model.axes
    setBrush({ x: rangeOf(x, rectangle.x1, rectangle.x2), y: rangeOf(y, rectangle.y1, rectangle.y2) })
  }
  const walk = (event: KeyboardEvent) => {
    if (model === undefined) return
    const order = model.points.x.map((_, point) => point).toSorted((a, b) => (model.points.x[a] ?? 0) - (model.points.x[b] ?? 0))
    const at = order.indexOf(pointed)
    const run = model.values.runs[model.points.indexes[pointed] ?? -1]
    if (event.key === 'ArrowRight') setPointed(order[Math.min(order.length - 1, at + 1)] ?? -1)
    else if (event.key === 'ArrowLeft') setPointed(order[Math.max(0, at - 1)] ?? -1)
    else if (event.key === 'Enter' && run !== undefined) open(pointed)
    else if (event.key === ' ' && run !== undefined) props.onSelect?.(toggle(selected, run.runIds))
    else if (event.key === 'Escape' && (brush !== undefined || pointed >= 0)) {
      setBrush(undefined)
      setPointed(-1)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const pointedIndex = model?.points.indexes[pointed]
  return (
    <PanelBody
      {...{ width, height, status, error }}
      isPending={values === undefined && error === null}
      empty={values?.runs.length === 0 ? 'No runs.' : model?.points.indexes.length === 0 ? emptyText(fields) : undefined}
      tools={
        inside === undefined || model === undefined ? null : (
          <PickedTools
            runIds={inside.flatMap((index) => model.values.runs[index]?.runIds ?? [])}
            conditions={
              brush === undefined ? [] : [conditionOf(model.axes.x.column, [brush.x]), conditionOf(model.axes.y.column, [brush.y])]
            }
            onSelect={props.onSelect}
            onFilter={props.onFilter}
            onClear={() => setBrush(undefined)}
          />
        )
      }
    >
      {model === undefined || draw === undefined ? null : (
        <>
          <div
            ref={plot}
            className={styles['plot']}
            style={{ width, height: model.height, cursor: pointed >= 0 ? 'pointer' : 'crosshair' }}
            role="application"
            aria-roledescription="scatter plot"
            aria-label={`${title}: ${status}. Arrow keys go from run to run, Enter opens one, Space picks it.`}
            tabIndex={0}
            onKeyDown={walk}
            onBlur={() => setPointed(-1)}
            onPointerDown={(event) => {
              if (event.button !== 0) return
              event.currentTarget.setPointerCapture(event.pointerId)
              const { x, y } = pixelOf(event)
              setDrag({ x1: x, y1: y, x2: x, y2: y })
            }}
            onPointerMove={(event) => {
              const at = pixelOf(event)
              if (drag === undefined) setPointed(nearestPoint(model.points, at, REACH))
              else setDrag({ ...drag, x2: at.x, y2: at.y })
            }}
            onPointerUp={() => {
              if (drag !== undefined && isDragged(drag)) finish(drag)
              else if (pointed >= 0) open(pointed)
              else setBrush(undefined)
              setDrag(undefined)
            }}
            onPointerCancel={() => setDrag(undefined)}
            onPointerLeave={() => setPointed(-1)}
          >
            <DrawnCanvas width={width} height={model.height} draw={draw} />
            {drag !== undefined && isDragged(drag) ? (
              <Shade rectangle={drag} />
            ) : brush === undefined ? null : (
              <Shade rectangle={shadeOf(model.axes, brush)} />
            )}
            {pointedIndex === undefined ? null : <Ring points={model.points} point={pointed} />}
            {pointedIndex === undefined || drag !== undefined ? null : (
              <PointedRun
                run={model.values.runs[pointedIndex]}
                entries={model.values.columns.map((column) => ({
                  name: column.field.title,
                  value: labelOf(column, column.numbers[pointedIndex] ?? Number.NaN),
                }))}
                colour={model.paint.colourOf(pointedIndex)}
                at={{ x: model.points.x[pointed] ?? 0, y: model.points.y[pointed] ?? 0 }}
                {...{ width }}
              />
            )}
          </div>
          <Legend paint={model.paint} title={model.paint.axis?.column.field.title ?? titleOfColour(model.values.columns, fields[2])} />
        </>
      )}
    </PanelBody>
  )
}

type Axes = { readonly x: Parameters<typeof valueNear>[0]; readonly y: Parameters<typeof valueNear>[0] }

function isLogOf(option: string | undefined, usual: boolean): boolean {
  return option === undefined ? usual : option === 'log'
}

function isDragged({ x1, y1, x2, y2 }: Rectangle): boolean {
  return Math.abs(x2 - x1) > DRAG && Math.abs(y2 - y1) > DRAG
}

function rangeOf(axis: Axes['x'], one: number, other: number): Range {
  const [from = 0, to = 0] = [valueNear(axis, one), valueNear(axis, other)].toSorted((a, b) => a - b)
  return { from, to }
}

function shadeOf({ x, y }: Axes, brush: { readonly x: Range; readonly y: Range }): Rectangle {
  const at = ({ scale }: Axes['x'], value: number) => {
    const { from, to, isLog, start, end } = scale
    const share = isLog ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from)
    return start + share * (end - start)
  }
  return { x1: at(x, brush.x.from), x2: at(x, brush.x.to), y1: at(y, brush.y.from), y2: at(y, brush.y.to) }
}

function toggle(selected: readonly string[], ids: readonly string[]): string[] {
  const has = ids.every((id) => selected.includes(id))
  return has ? selected.filter((id) => !ids.includes(id)) : [...new Set([...selected, ...ids])]
}

function titleOfColour(
  columns: readonly { readonly field: { readonly id: string; readonly title: string } }[],
  id: string | undefined,
): string {
  return columns.find(({ field }) => field.id === id)?.field.title ?? ''
}

function emptyText(fields: readonly string[]): string {
  return `No run has both ${fields[0] ?? ''} and ${fields[1] ?? ''}, as numbers that these axes can show.`
}
