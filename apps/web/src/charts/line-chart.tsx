import { useLayoutEffect, useMemo, useRef, useState, type PointerEvent } from 'react'
import { formatNumber } from '../values/format.ts'
import styles from './chart.module.css'
import { moveCrosshair, useCrosshair } from './crosshair.ts'
import { bandsOf } from './band.ts'
import { draw, type Curve, type Plot } from './draw.ts'
import { rangeOf, type Scale, valueAt } from './scale.ts'
import { type Series, smooth } from './series.ts'
import { entriesOfBands, entriesOfRuns, formatterOf, Tooltip } from './tooltip.tsx'

/** A run in a chart. */
export interface ChartRun {
  readonly id: string
  readonly name: string
  /** A colour of CSS. */
  readonly colour: string
}

/** Runs that are drawn as one: their mean, and how far they lie apart. */
export interface ChartGroup {
  readonly id: string
  readonly name: string
  /** A colour of CSS. */
  readonly colour: string
  readonly runIds: readonly string[]
}

export interface LineChartProps {
  readonly title: string
  readonly runs: readonly ChartRun[]
  readonly series: readonly Series[]
  /** Absent: each run is drawn for itself. */
  readonly groups?: readonly ChartGroup[] | undefined
  /** The same series over their whole range; smoothing is taken from them. */
  readonly whole: readonly Series[]
  /** Which axis the x are on: charts of one axis share the crosshair. */
  readonly axis: 'step' | 'time' | 'relative'
  readonly isLog: boolean
  /** 0 to below 1. */
  readonly smoothing: number
  readonly width: number
  readonly height: number
  readonly range: readonly [number, number] | undefined
  readonly onZoom: (range: readonly [number, number] | undefined) => void
}

const MARGIN = { left: 58, right: 10, top: 8, bottom: 26 }

/** Curves of a metric on a canvas. Drag to look closer, double-click to see all again. */
export function LineChart(props: LineChartProps) {
  const { runs, series, groups, whole, axis, isLog, smoothing, width, height, range, onZoom, title } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drag, setDrag] = useState<{ from: number; to: number }>()
  const scales = useMemo(() => scalesOf(series, { range, isLog, width, height }), [series, range, isLog, width, height])
  const bands = useMemo(
    () => (groups === undefined ? [] : bandsOf(series, (id) => groups.find(({ runIds }) => runIds.includes(id))?.id)),
    [series, groups],
  )
  const hover = useCrosshair(axis)
  const theme = document.documentElement.dataset['theme']

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (context === null || context === undefined || canvas.current === null) return
    const ratio = window.devicePixelRatio
    canvas.current.width = width * ratio
    canvas.current.height = height * ratio
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    if (scales === undefined) return
    const style = getComputedStyle(canvas.current)
    const resolve = (colour: string) => (colour.startsWith('var(') ? style.getPropertyValue(colour.slice(4, -1)).trim() : colour)
    const plot: Plot = {
      ...scales,
      curves: groups === undefined ? curvesOf({ runs, series, whole, smoothing }, resolve) : [],
      bands: bands.map((band) => ({ band, colour: resolve(groups?.find(({ id }) => id === band.id)?.colour ?? 'var(--text-soft)') })),
      ink: { line: resolve('var(--line)'), text: resolve('var(--text-soft)'), font: `11px ${style.fontFamily}` },
      formatX: formatterOf(axis),
      formatY: formatNumber,
    }
    draw(context, plot)
  }, [scales, runs, series, groups, bands, whole, smoothing, axis, width, height, theme])

  const pixelOf = (event: PointerEvent) => event.clientX - event.currentTarget.getBoundingClientRect().left
  return (
    <div
      className={styles['plot']}
      style={{ width, height }}
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        setDrag({ from: pixelOf(event), to: pixelOf(event) })
      }}
      onPointerMove={(event) => {
        if (scales !== undefined) moveCrosshair({ x: valueAt(scales.x, pixelOf(event)), axis })
        if (drag !== undefined) setDrag({ from: drag.from, to: pixelOf(event) })
      }}
      onPointerUp={() => {
        if (drag !== undefined && scales !== undefined && Math.abs(drag.to - drag.from) > 5) {
          const ends = [valueAt(scales.x, drag.from), valueAt(scales.x, drag.to)].toSorted((a, b) => a - b)
          onZoom([ends[0] ?? 0, ends[1] ?? 0])
        }
        setDrag(undefined)
      }}
      onPointerLeave={() => moveCrosshair(undefined)}
      onDoubleClick={() => onZoom(undefined)}
    >
      <canvas
        ref={canvas}
        style={{ width, height }}
        role="img"
        aria-label={`${title}: ${describe(series.length, groups === undefined ? undefined : bands.length)}`}
      />
      {scales === undefined ? <p className={styles['empty']}>{isLog ? 'No value above zero' : 'No points'}</p> : null}
      {drag === undefined ? null : (
        <div className={styles['drag']} style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }} />
      )}
      {hover === undefined || scales === undefined ? null : (
        <Tooltip
          x={hover}
          scale={scales.x}
          axis={axis}
          entries={groups === undefined ? entriesOfRuns(series, runs, hover) : entriesOfBands(bands, groups, hover)}
        />
      )}
    </div>
  )
}

function describe(curves: number, bands: number | undefined): string {
  if (bands !== undefined) return `${bands} ${bands === 1 ? 'mean' : 'means'} of ${curves} curves`
  return `${curves} ${curves === 1 ? 'curve' : 'curves'}`
}

function scalesOf(
  series: readonly Series[],
  { range, isLog, width, height }: Pick<LineChartProps, 'range' | 'isLog' | 'width' | 'height'>,
): { x: Scale; y: Scale } | undefined {
  const across = range ?? spanOf(series)
  const up = rangeOf(extremesOf(series), isLog)
  if (across === undefined || up === undefined) return undefined
  const [from, to] = across[0] === across[1] ? [across[0] - 1, across[1] + 1] : across
  return {
    x: { from, to, isLog: false, start: MARGIN.left, end: width - MARGIN.right },
    y: { ...up, isLog, start: height - MARGIN.bottom, end: MARGIN.top },
  }
}

function spanOf(series: readonly Series[]): readonly [number, number] | undefined {
  const starts = series.flatMap(({ from }) => from.slice(0, 1))
  const ends = series.flatMap(({ to }) => to.slice(-1))
  return starts.length === 0 ? undefined : [Math.min(...starts), Math.max(...ends)]
}

function* extremesOf(series: readonly Series[]): Generator<number> {
  for (const { min, max } of series) {
    yield* min
    yield* max
  }
}

function curvesOf(
  { runs, series, whole, smoothing }: Pick<LineChartProps, 'runs' | 'series' | 'whole' | 'smoothing'>,
  resolve: (colour: string) => string,
): Curve[] {
  return series.map((one) => {
    const colour = resolve(runs.find(({ id }) => id === one.runId)?.colour ?? 'var(--text-soft)')
    const base = whole.find(({ runId }) => runId === one.runId)
    const smoothed = smoothing === 0 || base === undefined ? {} : { smoothed: { base, values: smooth(base.mean, smoothing) } }
    return { series: one, colour, isFaint: false, ...smoothed }
  })
}
