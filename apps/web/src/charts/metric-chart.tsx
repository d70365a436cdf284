import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { errorText } from '../shell/error-text.ts'
import { bucketsQuery, MOST_RUNS, type Axis } from './buckets-query.ts'
import styles from './chart.module.css'
import { downloadText, printCsv } from './export.ts'
import { LineChart, type ChartGroup, type ChartRun } from './line-chart.tsx'
import { useInView } from './use-in-view.ts'
import { useWidth } from './use-width.ts'

export interface MetricChartProps {
  readonly metric: string
  readonly runs: readonly ChartRun[]
  /** Absent: each run is drawn for itself. */
  readonly groups?: readonly ChartGroup[] | undefined
  readonly axis: Axis
  readonly isLog: boolean
  readonly smoothing: number
  readonly height?: number
}

/** Buckets of a whole series from which smoothing is taken. */
const WHOLE = 2_000

/** A metric of some runs: read when it comes into view, and again, more closely, when one zooms. */
export function MetricChart({ metric, runs, groups, axis, isLog, smoothing, height = 220 }: MetricChartProps) {
  const card = useRef<HTMLElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  const isSeen = useInView(card)
  const [range, setRange] = useState<readonly [number, number]>()
  const shown = runs.slice(0, MOST_RUNS)
  const request = { runIds: shown.map(({ id }) => id), metric, axis, width: Math.max(100, Math.ceil(width / 50) * 50) }
  const isAsked = isSeen && width > 0 && shown.length > 0
  const { data = [], error, isPending } = useQuery({ ...bucketsQuery({ ...request, range }), enabled: isAsked })
  const { data: whole = [] } = useQuery({ ...bucketsQuery({ ...request, width: WHOLE }), enabled: isAsked && smoothing > 0 })
  return (
    <section ref={card} className={styles['card']} aria-label={metric}>
      <div className={styles['title']}>
        <span title={metric}>{metric}</span>
        <div className={styles['actions']}>
          {range === undefined ? null : (
            <button type="button" onClick={() => setRange(undefined)}>
              Whole
            </button>
          )}
          <button type="button" title="What is shown, as CSV" onClick={() => downloadText(`${metric}.csv`, printCsv(data, shown))}>
            CSV
          </button>
          <button type="button" title="What is shown, as an image" onClick={() => savePicture(place.current, metric)}>
            PNG
          </button>
        </div>
      </div>
      <div ref={place} style={{ height }} aria-busy={isAsked && isPending}>
        {error === null ? null : <p role="alert">{errorText(error)}</p>}
        {width === 0 || (isPending && isAsked) ? null : (
          <LineChart
            title={metric}
            runs={shown}
            series={data}
            groups={groups}
            whole={whole}
            axis={axis}
            isLog={isLog}
            smoothing={smoothing}
            width={width}
            height={height}
            range={range}
            onZoom={setRange}
          />
        )}
      </div>
    </section>
  )
}

function savePicture(place: HTMLElement | null, name: string): void {
  place?.querySelector('canvas')?.toBlob((blob) => {
    if (blob !== null) downloadText(`${name}.png`, blob)
  })
}
