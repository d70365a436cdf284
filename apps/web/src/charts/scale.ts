/** Maps values of an axis to pixels and back. */
export interface Scale {
  readonly from: number
  readonly to: number
  readonly isLog: boolean
  /** Pixels of `from` and `to`. */
  readonly start: number
  readonly end: number
}

/** Where a value stands; NaN for what a logarithmic axis can not show. */
export function place(scale: Scale, value: number): number {
  const { start, end } = scale
  return start + (end - start) * fractionOf(scale, value)
}

/** What stands at a pixel. */
export function valueAt({ from, to, isLog, start, end }: Scale, pixel: number): number {
  const fraction = (pixel - start) / (end - start)
  return isLog ? 10 ** (Math.log10(from) + fraction * (Math.log10(to) - Math.log10(from))) : from + fraction * (to - from)
}

function fractionOf({ from, to, isLog }: Scale, value: number): number {
  if (!isLog) return (value - from) / (to - from)
  return value > 0 ? (Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from)) : Number.NaN
}

/** Values at which an axis has lines: about `count`, at 1, 2 or 5 times a power of ten, or at powers of ten. */
export function ticksOf({ from, to, isLog }: Scale, count: number): number[] {
  if (isLog) return powersBetween(from, to, count)
  const rough = (to - from) / Math.max(1, count)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? rough
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  // Multiples of the step, not sums: 0.1 + 0.2 would be labelled 0.30000000000000004.
  return Array.from({ length: Math.min(50, Math.max(0, last - first + 1)) }, (_, at) => Number(((first + at) * step).toPrecision(12)))
}

function powersBetween(from: number, to: number, count: number): number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9)
  const last = Math.floor(Math.log10(to) + 1e-9)
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(1, count)))
  return Array.from({ length: Math.max(0, Math.floor((last - first) / every) + 1) }, (_, at) => 10 ** (first + at * every))
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
  const air = (most - least) * 0.05
  return { from: least - air, to: most + air }
}
