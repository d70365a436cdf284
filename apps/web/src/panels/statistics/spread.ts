/** NaN of nothing. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The standard deviation of a sample (n − 1); 0 of a single value. */
export function deviationOf(values: readonly number[]): number {
  if (values.length < 2) return 0
  const mean = meanOf(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1))
}

/**
 * The value below which a fraction of ordered values lies, between two of them by how far it is from each: definition 7 of Hyndman and Fan,
 * which NumPy and R take unless told otherwise.
 */
export function quantileOf(ordered: readonly number[], fraction: number): number {
  const place = (ordered.length - 1) * fraction
  const below = ordered[Math.floor(place)] ?? Number.NaN
  const above = ordered[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

/** A box as Tukey drew it. */
export interface Box {
  readonly count: number
  readonly low: number
  readonly quartile1: number
  readonly median: number
  readonly quartile3: number
  readonly high: number
  readonly mean: number
  /** Values beyond the whiskers, which end at the last values within 1.5 times the distance of the quartiles. */
  readonly outliers: readonly number[]
}

/** Undefined of no values. */
export function boxOf(values: readonly number[]): Box | undefined {
  if (values.length === 0) return undefined
  const ordered = values.toSorted((a, b) => a - b)
  const [quartile1, median, quartile3] = [0.25, 0.5, 0.75].map((fraction) => quantileOf(ordered, fraction)) as [number, number, number]
  const reach = 1.5 * (quartile3 - quartile1)
  const within = ordered.filter((value) => value >= quartile1 - reach && value <= quartile3 + reach)
  return {
    count: values.length,
    low: within[0] ?? median,
    quartile1,
    median,
    quartile3,
    high: within.at(-1) ?? median,
    mean: meanOf(values),
    outliers: ordered.filter((value) => value < quartile1 - reach || value > quartile3 + reach),
  }
}
