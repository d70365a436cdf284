import type { Axis } from './axis.ts'
import { readSettings } from '../browser/settings.ts'
import { rangeOf, type Scale } from './scale.ts'
import type { Series } from './series.ts'

export interface Frame {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** The part of the x axis that is shown; absent: all there is. */
  readonly range: readonly [number, number] | undefined
  readonly isLog: boolean
  /** What the x are: charts of one axis share the crosshair. */
  readonly axis: Axis
  /** Ends of the y axis that are set; those that are not follow the values. */
  readonly bounds: readonly [number | undefined, number | undefined]
}

/** Pixels around the axes. */
const margin = { left: 58, right: 10, top: 8, bottom: 26 }

/** The vertical axis of curves that have no finite value: it has nothing but marks where they are. */
const nothing = { from: 0.1, to: 1 }
/** Around the only x there is. */
const lone = { step: 1, time: 1_000, relative: 1_000 }

/** The axes of a chart; undefined when it has nothing that could be shown on them. */
export function scalesOf(
  series: readonly Series[],
  { width, height, range, isLog, axis, bounds }: Frame,
): { x: Scale; y: Scale } | undefined {
  const across = range ?? spanOf(series)
  const up = boundedBy(rangeOf(extremesOf(series), isLog) ?? (hasFinite(series) ? undefined : nothing), bounds, isLog)
  if (across === undefined || up === undefined) return undefined
  const air = axis === 'time' || axis === 'relative' || axis === 'step' ? lone[axis] : 1
  const [from, to] = across[0] === across[1] ? [across[0] - air, across[1] + air] : across
  const clock = readSettings().zone === 'utc' ? 'utc' : 'clock'
  const time = axis === 'time' ? clock : axis === 'relative' ? 'span' : undefined
  return {
    x: { from, to, isLog: false, isWhole: axis === 'step', time, start: margin.left, end: Math.max(margin.left + 1, width - margin.right) },
    y: { ...up, isLog, start: Math.max(margin.top + 1, height - margin.bottom), end: margin.top },
  }
}

/** Where some curves begin and end. */
function spanOf(series: readonly Series[]): readonly [number, number] | undefined {
  const starts = series.flatMap(({ from }) => [...from.subarray(0, 1)])
  const ends = series.flatMap(({ to }) => [...to.subarray(-1)])
  return starts.length === 0 ? undefined : [Math.min(...starts), Math.max(...ends)]
}

/** Whether any value is a finite number: curves of NaN and infinities alone are shown all the same. */
export function hasFinite(series: readonly Series[]): boolean {
  return series.some(({ min, max }) => min.some(Number.isFinite) || max.some(Number.isFinite))
}

function* extremesOf(series: readonly Series[]): Generator<number> {
  for (const { min, max } of series) {
    yield* min
    yield* max
  }
}

function boundedBy(
  found: { from: number; to: number } | undefined,
  [low, high]: Frame['bounds'],
  isLog: boolean,
): { from: number; to: number } | undefined {
  const isUsable = (end: number | undefined): end is number => end !== undefined && (!isLog || end > 0)
  const from = isUsable(low) ? low : found?.from
  const to = isUsable(high) ? high : found?.to
  if (from === undefined || to === undefined) return found
  // Where one end is set beyond all values, the other moves away from it.
  return from < to ? { from, to } : isUsable(low) ? { from, to: isLog ? from * 10 : from + 1 } : { from: isLog ? to / 10 : to - 1, to }
}
