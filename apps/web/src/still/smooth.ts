import type { Bucket } from './bucket.ts'

/**
 * The server's moving average, at the last point of each bucket: exact where every point is kept, and where not, as if all points of a bucket had
 * its mean. Buckets stand in their order.
 */
export function smooth(buckets: readonly Bucket[], weight: number): Bucket[] {
  let sum = 0
  let debias = 0
  return buckets.map((bucket) => {
    const points = bucket.count - bucket.nanCount
    const mean = bucket.sum / points
    if (points > 0 && Number.isFinite(mean)) {
      const kept = weight ** points
      sum = sum * kept + mean * (1 - kept)
      debias = debias * kept + (1 - kept)
    }
    return { ...bucket, smoothed: debias === 0 ? Number.NaN : sum / debias }
  })
}
