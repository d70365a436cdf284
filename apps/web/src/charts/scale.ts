import { type TimeKind, timeTicks } from './time-ticks.ts'

/** Maps values of an axis to pixels and back. */
export interface Scale {
  readonly from: number
  readonly to: number
  readonly isLog: boolean
  /** Whether only whole numbers stand on it, such as steps: lines are at those alone. */
  readonly isWhole?: boolean
  /** Present where values are milliseconds: lines are at whole minutes, hours or days. */
  readonly time?: TimeKind | undefined
  /** Pixels of `from` and `to`. */
  readonly start: number
  readonly end: number
}

/** Both axes of a plot. */
export interface Axes {
  readonly x: Scale
  readonly y: Scale
}

/** Where a value stands; NaN for what a logarithmic axis can not show. */
export function place(scale: Scale, value: number): number {
  return placer(scale)(value)
}

/** The same for many values. */
export function placer({ from, to, isLog, start, end }: Scale): (value: number) => number {
  if (isLog) {
    const [low, high] = [Math.log10(from), Math.log10(to)]
    return (value) => (value > 0 ? start + ((end - start) * (Math.log10(value) - low)) / (high - low) : Number.NaN)
  }
  const scale = halved(from, to)
  const length = (end - start) / (to * scale - from * scale)
  return (value) => start + length * (value * scale - from * scale)
}

/** What stands at a pixel. */
export function valueAt({ from, to, isLog, start, end }: Scale, pixel: number): number {
  const fraction = (pixel - start) / (end - start)
  if (isLog) return 10 ** (Math.log10(from) + fraction * (Math.log10(to) - Math.log10(from)))
  return from * (1 - fraction) + to * fraction
}

/** Ranges wider than the greatest double are measured in halves. */
function halved(from: number, to: number): number {
  return Number.isFinite(to - from) ? 1 : 0.25
}

/** Milliseconds before and after 1970. */
const MOST_DATE = 8.64e15

/** Values at which an axis has lines: about `count`, at 1, 2 or 5 times a power of ten, or at powers of ten. */
export function ticksOf({ from, to, isLog, isWhole, time }: Scale, count: number): number[] {
  // Beyond what a date can be numbers are told as they are.
  if (time !== undefined && to - from >= 1 && Math.max(-from, to) <= MOST_DATE) return timeTicks(from, to, { count, kind: time })
  if (isLog) return powersBetween(from, to, count)
  const rough = to / Math.max(1, count) - from / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const round = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? rough
  const step = isWhole === true ? Math.max(1, round) : round
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  // Multiples of the step, not sums: 0.1 + 0.2 would be labelled 0.30000000000000004. Whole ones are exact, however great.
  const at = (place: number) => (step >= 1 ? place * step : Number((place * step).toPrecision(15)))
  return Array.from({ length: Math.min(50, Math.max(0, last - first + 1)) }, (_, place) => at(first + place))
}

function powersBetween(from: number, to: number, count: number): number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9)
  const last = Math.floor(Math.log10(to) + 1e-9)
  if (last - first < 2) return betweenPowers(from, to)
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, count)))
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, at) => 10 ** (first + at * every))
}

/** Where a logarithmic axis has few powers of ten, or none: also twice and five times of them. */
function betweenPowers(from: number, to: number): number[] {
  const first = Math.floor(Math.log10(from))
  const powers = Array.from({ length: Math.floor(Math.log10(to)) - first + 1 }, (_, at) => first + at)
  const all = powers.flatMap((power) => [1, 2, 5].map((times) => Number(`${times}e${power}`)))
  return all.filter((value) => value >= from * (1 - 1e-9) && value <= to * (1 + 1e-9))
}

/** The range that holds all values, with some air, and never empty. What a logarithmic axis can not show does not count. */
export function rangeOf(values: Iterable<number>, isLog: boolean): { from: number; to: number } | undefined {
  let least = Infinity
  let most = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value) || (isLog && value <= 0)) continue
    if (value < least) least = value
    if (value > most) most = value
  }
  if (least > most) return undefined
  if (isLog) return { from: least / 1.2, to: most * 1.2 }
  if (least === most) return { from: least - (Math.abs(least) * 0.1 || 1), to: most + (Math.abs(most) * 0.1 || 1) }
  const air = most * 0.05 - least * 0.05
  return { from: Math.max(-Number.MAX_VALUE, least - air), to: Math.min(Number.MAX_VALUE, most + air) }
}
