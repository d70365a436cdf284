import type { BucketListing, ObjectHead } from '../bucket.ts'

/** A page of keys, as they are in the bucket, and what asks for the next. */
export interface ListedPage extends BucketListing {
  readonly next: string | undefined
}

export interface PageRequest {
  readonly prefix: string
  /** Stops at the next slash. */
  readonly isFolded: boolean
  readonly pageSize: number | undefined
  readonly token: string | undefined
}

export interface ReadObject {
  /** Of the whole object; the size of what is read. */
  readonly head: ObjectHead
  readonly body: ObjectBody
}

/** Bytes that come over one connection, to be read in one of the ways there are. Reading ends with an error when it breaks. */
export interface ObjectBody extends AsyncIterable<Uint8Array> {
  /** All of them in memory, or what came before the connection broke. */
  collect(): Promise<Uint8Array>
  /** The rest is not wanted. */
  destroy(): void
}

/**
 * The requests that are sent in thousands, for whole objects of one bucket; keys are those of the bucket. There are two implementations, and one
 * suite runs over both: AWS's SDK knows every kind of service and of keys, our own takes a fraction of its processor time.
 *
 * What the service refuses is rejected with what `toBucketError` understands: its code as `name`, the status in `$metadata`. What fails for a
 * reason that passes has been tried again before.
 */
export interface ObjectRequests {
  head(key: string): Promise<ObjectHead>
  /** A range has both ends inclusive. Rejects when the object has another etag than is asked for. */
  get(key: string, wanted: { readonly range?: readonly [number, number]; readonly etag?: string }): Promise<ReadObject>
  /** The service refuses bytes that are not those of the md5, or of what was signed. */
  put(key: string, bytes: Uint8Array, digests: { readonly md5?: string | undefined }): Promise<void>
  page(wanted: PageRequest): Promise<ListedPage>
  close(): void
}
