import { useQueries } from '@tanstack/react-query'
import { lazy, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { bucketsQuery, MOST_RUNS } from '../../charts/buckets-query.ts'
import { printCsv } from '../../charts/export.ts'
import type { Figure } from '../../charts/figure.ts'
import { LineChart } from '../../charts/line-chart.tsx'
import type { Series } from '../../charts/series.ts'
import { errorText } from '../../shell/error-text.ts'
import type { PanelKind, PanelProps } from '../kind.ts'
import { parseBounds } from '../view.ts'
import { LinesOptions } from './lines-options.tsx'

const PointBars = lazy(async () => ({ default: (await import('./bar/point-bars.tsx')).PointBars }))

/** Metrics of one chart: more could not be told apart. */
const MOST_METRICS = 6
/** Widths asked for are whole multiples: a window that is dragged wider does not ask at each pixel. */
const WIDTHS = 50

/**
 * Metrics of some runs over steps, time or another metric: read when they come into view, and again, more closely, when one zooms. Options:
 * `log` and `linear`, whatever the page says; `y` of `0..1`, with an end left out where it is to follow the values.
 */
export const lines: PanelKind = {
  title: 'Lines',
  purpose: 'How metrics went, run by run.',
  fields: [{ label: 'Metrics', from: ['metrics'], least: 1, most: MOST_METRICS }],
  Component: Lines,
  Options: LinesOptions,
}

function Lines({ title, fields, options, runs, groups, axis, isLog, smoothing, width, height, isInView, exports, ...panel }: PanelProps) {
  const [own, setOwn] = useState<{ readonly axis: string; readonly range: readonly [number, number] }>()
  const range = panel.onRange === undefined ? (own?.axis === axis ? own.range : undefined) : panel.range
  const zoom = (next: readonly [number, number] | undefined) =>
    panel.onRange === undefined ? setOwn(next === undefined ? undefined : { axis, range: next }) : panel.onRange(next)
  const shown = useMemo(() => runs.slice(0, MOST_RUNS), [runs])
  const names = fields.map((field) => field.replace(/^metrics\./, '')).join('\n')
  const metrics = useMemo(() => names.split('\n').slice(0, MOST_METRICS), [names])
  const request = { runIds: shown.map(({ id }) => id), axis, width: Math.max(100, Math.ceil(width / WIDTHS) * WIDTHS), smoothing, range }
  const answers = useQueries({
    queries: metrics.map((metric) => ({ ...bucketsQuery({ ...request, metric }), enabled: shown.length > 0 && isInView })),
  })
  const [isLooking, setLooking] = useState(false)
  const isFresh = answers.every(({ data, isPlaceholderData }) => data !== undefined && !isPlaceholderData)
  const series = useStill(useJoined(answers.map(({ data }) => data)), {
    key: JSON.stringify([request, metrics]),
    isStill: isLooking && isFresh,
  })
  const figure = useRef<() => Figure>(undefined)
  const keepFigure = useCallback((next: () => Figure) => void (figure.current = next), [])
  const arePoints = metrics.length === 1 && range === undefined && axis === 'step' && series.length > 0 && series.every(isPoint)
  useEffect(() => {
    if (arePoints) return
    exports.current = {
      csv: () => printCsv(series, shown),
      figure: () => figure.current?.() ?? { width, height, draw: () => {}, legend: [] },
    }
  }, [exports, arePoints, series, shown, width, height])
  const error = answers.find((answer) => answer.error !== null)?.error
  if (error !== undefined && error !== null) return <p role="alert">{errorText(error)}</p>
  if (shown.length > 0 && series.length === 0 && answers.some(({ isPending }) => isPending)) return <div aria-busy="true" />
  if (arePoints) return <PointBars {...{ title, width, height, exports, groups, series }} runs={shown} />
  // Until the points along another axis have come, those of the axis before stay, and are labelled as what they are.
  const drawn = series[0]?.axis ?? axis
  return (
    <LineChart
      title={title}
      runs={shown}
      metrics={metrics}
      series={series}
      groups={groups}
      axis={drawn}
      isLog={options['log'] !== undefined || (isLog && options['linear'] === undefined)}
      bounds={parseBounds(options['y'] ?? '') ?? NO_BOUNDS}
      isInView={isInView}
      width={width}
      height={height}
      range={drawn === axis ? range : undefined}
      onZoom={zoom}
      onLook={setLooking}
      onFigure={keepFigure}
    />
  )
}

function isPoint({ count }: Series): boolean {
  return count.length === 1 && count[0] === 1
}

const NO_BOUNDS = [undefined, undefined] as const

/** One list of all, that is the same as long as its parts are. What was there stays until all of what is asked for instead has come. */
function useJoined(parts: readonly (readonly Series[] | undefined)[]): readonly Series[] {
  const before = useRef<{ readonly parts: typeof parts; readonly all: readonly Series[] }>({ parts: [], all: [] })
  const isSame = parts.length === before.current.parts.length && parts.every((part, at) => part === before.current.parts[at])
  const isWaiting = parts.includes(undefined) && before.current.all.length > 0
  if (!isSame && !isWaiting) before.current = { parts, all: parts.flatMap((part) => part ?? []) }
  return before.current.all
}

/** What was there when somebody began to look, until the look ends or something else is asked for: points that arrive do not move it. */
function useStill<Value>(value: Value, { key, isStill }: { readonly key: string; readonly isStill: boolean }): Value {
  const kept = useRef<{ readonly key: string; readonly value: Value }>(undefined)
  if (!isStill) kept.current = undefined
  else if (kept.current?.key !== key) kept.current = { key, value }
  return kept.current?.value ?? value
}
