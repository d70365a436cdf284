export { isBucketTrouble } from './bucket-error.ts'
import type { Bucket, BucketSettings } from './bucket.ts'
import type { BucketPlace } from './bucket-place.ts'

export type { Bucket, BucketListing, BucketSettings, ObjectHead, OpenObject, StoredObject, WriteSettings } from './bucket.ts'
export { type BucketPlace, parseBucketPlace, parseBucketUrl } from './bucket-place.ts'

/** Opens a bucket without asking for anything yet. What speaks to it is loaded here, AWS's SDK not before something needs it. */
export async function openBucket(place: BucketPlace, settings: BucketSettings = {}): Promise<Bucket> {
  const { openBucketNow } = await import('./open-bucket.ts')
  return openBucketNow(place, settings)
}
