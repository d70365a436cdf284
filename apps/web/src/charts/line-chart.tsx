import { useLayoutEffect, useMemo, useRef, useState, type PointerEvent } from 'react'
import { formatNumber } from '../values/format.ts'
import styles from './chart.module.css'
import { moveCrosshair, useCrosshair } from './crosshair.ts'
import { draw, type Curve, type Plot } from './draw.ts'
import { place, rangeOf, type Scale, valueAt } from './scale.ts'
import { nearest, type Series, smooth } from './series.ts'

/** A run in a chart. */
export interface ChartRun {
  readonly id: string
  readonly name: string
  /** A colour of CSS. */
  readonly colour: string
}

export interface LineChartProps {
  readonly title: string
  readonly runs: readonly ChartRun[]
  readonly series: readonly Series[]
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
  const { runs, series, whole, axis, isLog, smoothing, width, height, range, onZoom, title } = props
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drag, setDrag] = useState<{ from: number; to: number }>()
  const scales = useMemo(() => scalesOf(series, { range, isLog, width, height }), [series, range, isLog, width, height])
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
      curves: curvesOf({ runs, series, whole, smoothing }, resolve),
      ink: { line: resolve('var(--line)'), text: resolve('var(--text-soft)'), font: `11px ${style.fontFamily}` },
      formatX: formatterOf(axis),
      formatY: formatNumber,
    }
    draw(context, plot)
  }, [scales, runs, series, whole, smoothing, axis, width, height, theme])

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
        aria-label={`${title}: ${series.length} ${series.length === 1 ? 'curve' : 'curves'}`}
      />
      {scales === undefined ? <p className={styles['empty']}>{isLog ? 'No value above zero' : 'No points'}</p> : null}
      {drag === undefined ? null : (
        <div className={styles['drag']} style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }} />
      )}
      {hover === undefined || scales === undefined ? null : <Tooltip x={hover} scale={scales.x} runs={runs} series={series} axis={axis} />}
    </div>
  )
}

interface TooltipProps {
  readonly x: number
  readonly scale: Scale
  readonly runs: readonly ChartRun[]
  readonly series: readonly Series[]
  readonly axis: LineChartProps['axis']
}

const MOST_IN_TOOLTIP = 12

function Tooltip({ x, scale, runs, series, axis }: TooltipProps) {
  const left = place(scale, x)
  if (left < scale.start || left > scale.end) return null
  const rows = series
    .map((one) => ({ one, at: nearest(one, x), run: runs.find(({ id }) => id === one.runId) }))
    .filter(({ at }) => at >= 0)
    .slice(0, MOST_IN_TOOLTIP)
  const isRight = left > (scale.start + scale.end) / 2
  return (
    <>
      <div className={styles['crosshair']} style={{ left }} />
      <div className={styles['tooltip']} style={isRight ? { right: scale.end + MARGIN.right - left + 12 } : { left: left + 12 }}>
        <div className={styles['soft']}>{formatterOf(axis)(x)}</div>
        {rows.map(({ one, at, run }) => (
          <div key={one.runId} className={styles['entry']}>
            <span className={styles['dot']} style={{ background: run?.colour }} />
            <span className={styles['entryName']}>{run?.name ?? one.runId}</span>
            <b>{valueText(one, at)}</b>
          </div>
        ))}
        {series.length > MOST_IN_TOOLTIP ? <div className={styles['soft']}>and {series.length - MOST_IN_TOOLTIP} more</div> : null}
      </div>
    </>
  )
}

/** One value, or what a bucket of several spans. */
function valueText({ count, first, min, max, mean, nanCount }: Series, at: number): string {
  if (count[at] === nanCount[at]) return 'NaN'
  if (count[at] === 1) return formatNumber(first[at] ?? Number.NaN)
  return `${formatNumber(mean[at] ?? 0)} (${formatNumber(min[at] ?? 0)} … ${formatNumber(max[at] ?? 0)})`
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

function formatterOf(axis: LineChartProps['axis']): (value: number) => string {
  if (axis === 'step') return (value) => formatNumber(Math.round(value))
  if (axis === 'time')
    return (value) => new Date(value).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  return (value) =>
    Math.abs(value) < 120_000 ? `${formatNumber(value / 1_000)} s` : `${formatNumber(Number((value / 60_000).toFixed(1)))} min`
}
