import { formatNumber } from '../values/format.ts'
import type { Band } from './band.ts'
import styles from './chart.module.css'
import type { ChartGroup, ChartRun, LineChartProps } from './line-chart.tsx'
import { place, type Scale } from './scale.ts'
import { nearest, type Series } from './series.ts'

/** What a curve is at the crosshair. */
export interface TooltipEntry {
  readonly id: string
  readonly name: string
  readonly colour: string | undefined
  readonly value: string
}

interface TooltipProps {
  readonly x: number
  readonly scale: Scale
  readonly axis: LineChartProps['axis']
  readonly entries: readonly TooltipEntry[]
}

const MOST = 12
const GAP = 12

/** The values of all curves at the crosshair, beside it. */
export function Tooltip({ x, scale, axis, entries }: TooltipProps) {
  const left = place(scale, x)
  if (left < scale.start || left > scale.end) return null
  const isRight = left > (scale.start + scale.end) / 2
  return (
    <>
      <div className={styles['crosshair']} style={{ left }} />
      <div className={styles['tooltip']} style={isRight ? { right: `calc(100% - ${left - GAP}px)` } : { left: left + GAP }}>
        <div className={styles['soft']}>{formatterOf(axis)(x)}</div>
        {entries.slice(0, MOST).map(({ id, name, colour, value }) => (
          <div key={id} className={styles['entry']}>
            <span className={styles['dot']} style={{ background: colour }} />
            <span className={styles['entryName']}>{name}</span>
            <b>{value}</b>
          </div>
        ))}
        {entries.length > MOST ? <div className={styles['soft']}>and {entries.length - MOST} more</div> : null}
      </div>
    </>
  )
}

export function entriesOfRuns(series: readonly Series[], runs: readonly ChartRun[], x: number): TooltipEntry[] {
  return series.flatMap((one) => {
    const at = nearest(one, x)
    const run = runs.find(({ id }) => id === one.runId)
    return at < 0 ? [] : [{ id: one.runId, name: run?.name ?? one.runId, colour: run?.colour, value: valueText(one, at) }]
  })
}

export function entriesOfBands(bands: readonly Band[], groups: readonly ChartGroup[], x: number): TooltipEntry[] {
  return bands.map((band) => {
    const group = groups.find(({ id }) => id === band.id)
    const at = indexNear(band.x, x)
    const mean = band.mean[at] ?? Number.NaN
    const value = `${formatNumber(mean)} ± ${formatNumber((band.high[at] ?? mean) - mean)}, ${band.runs[at] ?? 0} runs`
    return { id: band.id, name: group?.name ?? '', colour: group?.colour, value }
  })
}

function indexNear(xs: readonly number[], x: number): number {
  const after = xs.findIndex((value) => value >= x)
  if (after <= 0) return after < 0 ? xs.length - 1 : 0
  return x - (xs[after - 1] ?? 0) < (xs[after] ?? 0) - x ? after - 1 : after
}

/** One value, or what a bucket of several spans. */
function valueText({ count, first, min, max, mean, nanCount }: Series, at: number): string {
  if (count[at] === nanCount[at]) return 'NaN'
  if (count[at] === 1) return formatNumber(first[at] ?? Number.NaN)
  return `${formatNumber(mean[at] ?? 0)} (${formatNumber(min[at] ?? 0)} … ${formatNumber(max[at] ?? 0)})`
}

export function formatterOf(axis: LineChartProps['axis']): (value: number) => string {
  if (axis === 'step') return (value) => formatNumber(Math.round(value))
  if (axis === 'time')
    return (value) => new Date(value).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
  return (value) =>
    Math.abs(value) < 120_000 ? `${formatNumber(value / 1_000)} s` : `${formatNumber(Number((value / 60_000).toFixed(1)))} min`
}
