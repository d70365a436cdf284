import { formatCount, formatNumber } from '../values/format.ts'
import type { Band } from './band.ts'
import styles from './chart.module.css'
import type { ChartGroup } from './chart-run.ts'
import { type Axis, nameOfAxis } from './axis.ts'
import type { NamedCurve } from './curves-of.ts'
import { formatterOf } from './format-x.ts'
import { place, type Scale } from './scale.ts'
import type { Series } from './series.ts'
import { Swatch } from './swatch.tsx'

/** What a curve is at the crosshair. */
export interface TooltipEntry {
  readonly id: string
  readonly name: string
  readonly colour: string | undefined
  readonly stroke: number
  readonly value: string
  /** Of several points: what they span. */
  readonly span?: string
}

interface TooltipProps {
  readonly x: number
  readonly scale: Scale
  readonly axis: Axis
  readonly entries: readonly TooltipEntry[]
  /** Whether the mouse is over this chart. */
  readonly isPointed: boolean
}

/** Values at once: under the mouse, and in the charts that only follow. */
const MOST = 10
const FEW = 4
const GAP = 12

/** The values of all curves at the crosshair, beside it. */
export function Tooltip({ x, scale, axis, entries, isPointed }: TooltipProps) {
  const most = isPointed ? MOST : FEW
  const left = place(scale, x)
  if (left < scale.start || left > scale.end) return null
  const isRight = left > (scale.start + scale.end) / 2
  return (
    <>
      <div className={styles['crosshair']} style={{ left }} />
      <div className={styles['tooltip']} style={isRight ? { right: `calc(100% - ${left - GAP}px)` } : { left: left + GAP }}>
        <div className={styles['soft']}>
          {nameOfAxis(axis)} {formatterOf(axis, scale)(x)}
        </div>
        {entries.slice(0, most).map(({ id, name, colour, stroke, value, span = '' }, at) => (
          <div key={id}>
            <div className={styles['entry']}>
              <Swatch className={styles['dot']} colour={colour} stroke={stroke} />
              <span className={styles['entryName']}>{name}</span>
              <b>{value}</b>
            </div>
            {isPointed && at === 0 && span !== '' ? <div className={styles['span']}>{span}</div> : null}
          </div>
        ))}
        {entries.length > most ? <div className={styles['soft']}>and {entries.length - most} more</div> : null}
      </div>
    </>
  )
}

/** What a curve is in one of its buckets. */
export function entryOf({ series, name, colourName, stroke }: NamedCurve, at: number): TooltipEntry {
  const id = `${series.runId} ${series.metric}`
  return { id, name, colour: colourName, stroke, value: valueText(series, at), span: spanText(series, at) }
}

/** What a band is at an x, and its mean there. A single run lies apart from nothing. */
export function entryOfBand(band: Band, groups: readonly ChartGroup[], x: number): { readonly entry: TooltipEntry; readonly mean: number } {
  const group = groups.find(({ id }) => id === band.id)
  const at = indexNear(band.x, x)
  const mean = band.mean[at] ?? Number.NaN
  const count = band.runs[at] ?? 0
  const spread = count === 1 ? '' : ` ± ${formatNumber((band.high[at] ?? mean) - mean)}`
  const value = `${formatNumber(mean)}${spread}, ${formatCount(count, 'run')}`
  return { entry: { id: band.id, name: group?.name ?? '', colour: group?.colour, stroke: group?.stroke ?? 0, value }, mean }
}

function indexNear(xs: readonly number[], x: number): number {
  const after = xs.findIndex((value) => value >= x)
  if (after <= 0) return after < 0 ? xs.length - 1 : 0
  return x - (xs[after - 1] ?? 0) < (xs[after] ?? 0) - x ? after - 1 : after
}

/** The value, or the average where there is one. */
function valueText({ count, first, mean, nanCount, smoothed }: Series, at: number): string {
  if (smoothed.length > 0) return formatNumber(smoothed[at] ?? Number.NaN)
  if (count[at] === nanCount[at]) return 'NaN'
  return formatNumber((count[at] === 1 ? first[at] : mean[at]) ?? Number.NaN)
}

/** What a bucket of several points spans. */
function spanText({ count, min, max, nanCount, smoothed }: Series, at: number): string {
  const holes = nanCount[at] ?? 0
  const nan = holes > 0 && (holes < (count[at] ?? 0) || smoothed.length > 0) ? ', NaN among them' : ''
  if (count[at] === holes || (count[at] === 1 && smoothed.length === 0)) return nan.slice(2)
  return `${formatNumber(min[at] ?? 0)} … ${formatNumber(max[at] ?? 0)}${nan}`
}
