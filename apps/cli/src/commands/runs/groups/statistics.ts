/** The value below which a share (0 to 1) of the values lies, interpolated between neighbours as NumPy does by default. NaN for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort()
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? below
  // Neighbours that are the same need no interpolation, which has none between infinities.
  return below === above ? below : below + (above - below) * (place - Math.floor(place))
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** The median of the distances from the median. */
export function medianDeviation(values: readonly number[]): number {
  const middle = median(values)
  return median(values.map((value) => Math.abs(value - middle)))
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Theil–Sen: the median of the slopes between all pairs of points, of which nearly a third may be wild. NaN where no two differ in x. */
export function medianSlope(points: readonly Point[]): number {
  const slopes: number[] = []
  for (const [index, a] of points.entries()) {
    for (const b of points.slice(index + 1)) if (b.x !== a.x) slopes.push((b.y - a.y) / (b.x - a.x))
  }
  return median(slopes)
}

/**
 * Mann and Kendall's test for a trend, two-sided and with ties: how probable so much order is among values, given in the order of time, of
 * which none depends on the time. 1 for values that are all the same.
 */
export function testTrend(values: readonly number[]): number {
  const count = values.length
  let sum = 0
  for (const [index, value] of values.entries()) for (const later of values.slice(index + 1)) sum += Math.sign(later - value)
  const ties = [...Map.groupBy(values, (value) => value).values()].map(({ length }) => length)
  const spread = (n: number): number => n * (n - 1) * (2 * n + 5)
  const variance = (spread(count) - ties.reduce((total, tie) => total + spread(tie), 0)) / 18
  if (sum === 0 || variance <= 0) return 1
  return complementaryError((Math.abs(sum) - 1) / Math.sqrt(2 * variance))
}

/** erfc for x ≥ 0, to 1.2e-7 of its size (Numerical Recipes in C, 6.2). */
function complementaryError(x: number): number {
  const t = 1 / (1 + x / 2)
  const sum = coefficients.reduceRight((total, coefficient) => coefficient + t * total, 0)
  return t * Math.exp(sum - x * x)
}

const coefficients = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
]
