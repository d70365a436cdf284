import type { Bucket } from './bucket.ts'

/** Buckets along steps, put where another metric was then: at the finite value that it had last. Those before its first have no place. */
export function alongMetric(buckets: readonly Bucket[], across: readonly Bucket[]): Bucket[] {
  const places = across.filter(({ last }) => Number.isFinite(last))
  let at = -1
  const placed = buckets.flatMap((bucket) => {
    while (at + 1 < places.length && (places[at + 1]?.from ?? Infinity) <= bucket.to) at++
    const x = places[at]?.last
    return x === undefined ? [] : [{ ...bucket, from: x, to: x }]
  })
  return placed.toSorted((a, b) => a.from - b.from)
}
