import type { Bucket, BucketSettings } from './bucket.ts'
import type { BucketPlace } from './bucket-place.ts'

export type { Bucket, BucketListing, BucketSettings, ObjectHead, OpenObject, StoredObject, WriteSettings } from './bucket.ts'
export { type BucketPlace, parseBucketPlace, parseBucketUrl } from './bucket-place.ts'

/** Opens a bucket without asking for anything yet. The SDK is loaded here, since it takes longer than the start of most commands. */
export async function openBucket(place: BucketPlace, settings: BucketSettings = {}): Promise<Bucket> {
  const { openBucketNow } = await import('./open-bucket.ts')
  return openBucketNow(place, settings)
}
