import page from '../shell/page.module.css'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useShownTheme } from '../theme/use-shown-theme.ts'
import type { Axis } from './axis.ts'
import { bandsOf } from './band.ts'
import type { ChartGroup, ChartRun } from './chart-run.ts'
import styles from './chart.module.css'
import { resolveColour } from './colour.ts'
import { curvesOf } from './curves-of.ts'
import { dashOf } from './dashes.ts'
import { draw, type Plot } from './draw.ts'
import type { Figure } from './figure.ts'
import { labelsOf, numberLabels } from './format-x.ts'
import { Hover } from './hover.tsx'
import { Overlay } from './overlay.tsx'
import { type Frame, hasFinite, scalesOf } from './scales-of.ts'
import type { Series } from './series.ts'
import { Summary } from './summary.tsx'
import { useDrawing } from './use-drawing.ts'
import { usePointer } from './use-pointer.ts'

export interface LineChartProps extends Frame {
  readonly title: string
  readonly runs: readonly ChartRun[]
  readonly metrics: readonly string[]
  readonly series: readonly Series[]
  /** Absent: each run is drawn for itself. */
  readonly groups?: readonly ChartGroup[] | undefined
  readonly isInView: boolean
  readonly onZoom: (range: readonly [number, number] | undefined) => void
  /** Told when somebody begins and ends to look closely: then the chart must not move. */
  readonly onLook: (isLooking: boolean) => void
  /** Told whenever the chart can be saved as it is. */
  readonly onFigure: (figure: () => Figure) => void
}

/** Curves on a canvas. Drag to look closer, double-click to see all again; with the keyboard, arrows, + and −, and Escape. */
export function LineChart(props: LineChartProps) {
  const { title, runs, metrics, series, groups, axis, isInView, width, height, range, isLog, bounds, onZoom, onFigure } = props
  const id = useId()
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useShownTheme()
  const [low, high] = bounds
  const scales = useMemo(
    () => scalesOf(series, { range, isLog, axis, bounds: [low, high], width, height }),
    [series, range, isLog, axis, low, high, width, height],
  )
  const curves = useMemo(() => {
    const resolve = (colour: string) => resolveColour(document.documentElement, colour)
    return theme === undefined ? [] : curvesOf(series, { runs, metrics, resolve })
    // Colours are those of the theme.
  }, [series, runs, metrics, theme])
  const bands = useMemo(() => {
    const groupOf = new Map(groups?.flatMap((group) => group.runIds.map((run) => [run, group.id])))
    return groups === undefined
      ? []
      : metrics.flatMap((metric) =>
          bandsOf(
            series.filter((one) => one.metric === metric),
            (run) => groupOf.get(run),
          ),
        )
  }, [series, groups, metrics])
  const plot = useMemo((): Plot | undefined => {
    if (scales === undefined || theme === undefined) return undefined
    const resolve = (colour: string) => resolveColour(document.documentElement, colour)
    const looks = new Map(groups?.map(({ id: group, colour, stroke = 0 }) => [group, { colour: resolve(colour), dash: dashOf(stroke) }]))
    return {
      ...scales,
      curves: groups === undefined ? curves : [],
      bands: bands.map((band) => ({ band, ...(looks.get(band.id) ?? { colour: resolve('var(--text-soft)'), dash: [] }) })),
      ink: { line: resolve('var(--line)'), text: resolve('var(--text-soft)'), font: `11px ${getComputedStyle(document.body).fontFamily}` },
      labelX: (ticks) => labelsOf(axis, ticks, scales.x),
      labelY: numberLabels,
    }
  }, [scales, curves, bands, groups, axis, theme])
  useDrawing(canvas, plot, { width, height })
  useEffect(() => {
    if (plot === undefined) return
    const legend =
      groups === undefined
        ? curves
        : groups.map(({ name, colour, stroke = 0 }) => ({
            name,
            colour: resolveColour(document.documentElement, colour),
            dash: dashOf(stroke),
          }))
    onFigure(() => ({ width, height, draw: (pen) => draw(pen, plot), legend }))
  }, [plot, curves, groups, width, height, onFigure])
  const [told, setTold] = useState<{ readonly axis: Axis; readonly text: string }>()
  const tell = (text: string) => setTold({ axis, text })
  const { drag, ...handlers } = usePointer({ chart: id, axis, scales, curves, range, onZoom, onLook: props.onLook, onTell: tell })
  return (
    <div className={styles['plot']} style={{ width, height }} {...handlers}>
      <canvas
        ref={canvas}
        style={{ width, height }}
        role="img"
        tabIndex={0}
        aria-label={`${title}: ${describe(series.length, groups === undefined ? undefined : bands.length)}`}
      />
      {scales === undefined || groups !== undefined ? null : (
        <Overlay scales={scales} curves={curves} width={width} height={height} isInView={isInView} />
      )}
      {scales === undefined ? <p className={styles['empty']}>{isLog && series.length > 0 ? 'No value above zero' : 'No points'}</p> : null}
      {scales !== undefined && !hasFinite(series) ? <p className={styles['empty']}>Only NaN or infinite values</p> : null}
      {range === undefined ? null : (
        <button
          type="button"
          className={styles['whole']}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={() => onZoom(undefined)}
        >
          Whole
        </button>
      )}
      {drag === undefined ? null : (
        <div className={styles['drag']} style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }} />
      )}
      {scales === undefined ? null : (
        <Hover chart={id} axis={axis} scales={scales} curves={curves} bands={bands} groups={groups} isInView={isInView} />
      )}
      <span className={page['unseen']} role="status">
        {told?.axis === axis ? told.text : ''}
      </span>
      {isInView && groups === undefined ? <Summary title={title} curves={curves} /> : null}
    </div>
  )
}

function describe(curves: number, bands: number | undefined): string {
  if (bands !== undefined) return `${bands} ${bands === 1 ? 'mean' : 'means'} of ${curves} curves`
  return `${curves} ${curves === 1 ? 'curve' : 'curves'}`
}
