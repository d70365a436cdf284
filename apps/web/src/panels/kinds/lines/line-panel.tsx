import { lazy, useMemo, useState } from 'react'
import { MOST_RUNS } from '../../../charts/buckets-query.ts'
import type { Series } from '../../../charts/series.ts'
import { errorText } from '../../../shell/error-text.ts'
import type { PanelProps } from '../../kind.ts'
import type { PanelOptions } from '../../spec.ts'
import { parseBounds } from '../../view.ts'
import { Curves } from './curves.tsx'
import { metricsOf } from './metrics-of.ts'
import { useRange } from './use-range.ts'
import { useSeries } from './use-series.ts'

const PointBars = lazy(async () => ({ default: (await import('../bar/point-bars.tsx')).PointBars }))

/** Widths asked for are whole multiples: a window that is dragged wider does not ask at each pixel. */
const WIDTHS = 50
const LEAST_WIDTH = 100

/** Metrics of some runs as curves; one that every run has logged once as bars. */
export function LinePanel(props: PanelProps) {
  const { title, fields, options, groups, axis, isLog, smoothing, width, height, isInView, exports } = props
  const runs = useMemo(() => props.runs.slice(0, MOST_RUNS), [props.runs])
  const metrics = useMemo(() => metricsOf(fields), [fields.join('\n')])
  const [range, zoom] = useRange(props)
  const [isLooking, setLooking] = useState(false)
  const { series, isPending, error } = useSeries({
    runIds: runs.map(({ id }) => id),
    metrics,
    axis,
    smoothing,
    range,
    isInView,
    isLooking,
    width: Math.max(LEAST_WIDTH, Math.ceil(width / WIDTHS) * WIDTHS),
  })
  if (error !== undefined) return <p role="alert">{errorText(error)}</p>
  if (runs.length > 0 && series.length === 0 && isPending) return <div aria-busy="true" />
  const isWhole = range === undefined && axis === 'step'
  if (metrics.length === 1 && isWhole && arePoints(series))
    return <PointBars {...{ title, width, height, exports, groups, series, runs }} />
  // Until the points along another axis have come, those of the axis before stay, and are labelled as what they are.
  const drawn = series[0]?.axis ?? axis
  return (
    <Curves
      {...{ title, runs, metrics, series, groups, isInView, width, height, exports }}
      axis={drawn}
      isLog={isLogOf(options, isLog)}
      bounds={parseBounds(options['y'] ?? '') ?? NO_BOUNDS}
      range={drawn === axis ? range : undefined}
      onZoom={zoom}
      onLook={setLooking}
    />
  )
}

const NO_BOUNDS = [undefined, undefined] as const

function isLogOf(options: PanelOptions, isLogOnPage: boolean): boolean {
  return options['log'] !== undefined || (isLogOnPage && options['linear'] === undefined)
}

/** Whether every run has one point, and there are some. */
function arePoints(series: readonly Series[]): boolean {
  return series.length > 0 && series.every(({ count }) => count.length === 1 && count[0] === 1)
}
