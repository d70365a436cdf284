import type { Readable } from 'node:stream'

/** How a bucket is reached. What is not given comes from where AWS's own tools take it: variables, `~/.aws`, the machine's role. */
export interface BucketSettings {
  /** `http(s)://host[:port]` of a service that speaks S3; AWS without one. */
  readonly endpoint?: string | undefined
  readonly region?: string | undefined
  /** The bucket's name in the path instead of the host name: what most services but AWS need, so it is the default with an endpoint. */
  readonly pathStyle?: boolean | undefined
  readonly accessKeyId?: string | undefined
  readonly secretAccessKey?: string | undefined
  readonly sessionToken?: string | undefined
  /** A profile of `~/.aws`. */
  readonly profile?: string | undefined
  /** Without any keys, for buckets that everybody may read. */
  readonly isAnonymous?: boolean | undefined
  /** False takes any certificate; a text is a file of certificates to trust. */
  readonly verifyTls?: boolean | string | undefined
  /** Most requests at a time; default 64. */
  readonly sockets?: number | undefined
  /** Milliseconds until a connection must stand, default 10,000, and for which a request may stand still, default 60,000. */
  readonly connectTimeout?: number | undefined
  readonly idleTimeout?: number | undefined
  /** What every write says besides, such as the encryption. */
  readonly write?: WriteSettings | undefined
  /** `sdk`: all requests by AWS's SDK. By default those for whole objects are signed and sent by ourselves where that can be. */
  readonly requests?: 'own' | 'sdk' | undefined
}

export interface WriteSettings {
  readonly encryption?: string | undefined
  readonly encryptionKey?: string | undefined
  readonly acl?: string | undefined
}

export interface StoredObject {
  /** Below the bucket's prefix. */
  readonly key: string
  readonly size: number
}

export interface ObjectHead {
  readonly size: number
  /** Milliseconds since 1970. */
  readonly modified: number
  /** With its quotes. */
  readonly etag: string
  /** In hexadecimal, where the service keeps one of the whole object. */
  readonly sha256: string | undefined
}

export interface OpenObject extends ObjectHead {
  /** The bytes. A connection that breaks is taken up again where it broke. One of `read`, `bytes` and `close` is to be called, once. */
  read(): Readable
  /** The same in memory: for small objects it takes far less than a stream does. */
  bytes(): Promise<Uint8Array>
  close(): void
}

export interface BucketListing {
  readonly objects: readonly StoredObject[]
  /** What the keys begin with up to the next slash, that slash included; empty unless they are asked for. */
  readonly folders: readonly string[]
}

/**
 * The objects below a prefix of one bucket of an S3 service; keys are relative to the prefix. An object is replaced as a whole or not at all.
 * Requests that fail for reasons that pass are repeated. Rejects with a RepriseError: PERMISSION_DENIED, UNAUTHENTICATED, RESOURCE_DOES_NOT_EXIST
 * (the bucket), TEMPORARILY_UNAVAILABLE (not reachable), INVALID_PARAMETER_VALUE.
 */
export interface Bucket {
  /** `s3://bucket/prefix`. */
  readonly url: string
  head(key: string): Promise<ObjectHead | undefined>
  /** Opens an object, or a part of it (both ends inclusive) while it still has this etag; undefined when there is none. */
  open(key: string, options?: { readonly range?: readonly [number, number]; readonly etag?: string }): Promise<OpenObject | undefined>
  /** Stores bytes; the service refuses them when they are not those of the digest. */
  putBytes(key: string, bytes: Uint8Array, digests?: { readonly md5?: string }): Promise<void>
  /**
   * Stores a stream in constant memory: of any length where its `size` is given, else of up to 80 GB. A piece of it is not used any more once the
   * next is asked for.
   */
  putStream(key: string, body: AsyncIterable<Uint8Array>, size?: number): Promise<void>
  /** Has the service copy an object that still has this etag; false when it has not. */
  copy(from: string, to: string, head: Pick<ObjectHead, 'etag' | 'size'>): Promise<boolean>
  /** Pages of keys that begin with a text, in the order of their bytes. `folders` stops at the next slash. */
  list(prefix: string, options?: { readonly folders?: boolean; readonly pageSize?: number }): AsyncIterable<BucketListing>
  /** Deletes objects, 1,000 in a request; those that are not there are no error. */
  delete(keys: readonly string[]): Promise<void>
  readonly parts: ObjectParts
  close(): void
}

/** Objects that are put together from parts. All but the last have at least 5 MiB. */
export interface ObjectParts {
  create(key: string): Promise<string>
  /** The body is a file or bytes, since its length comes first. Answers the etag with its quotes. */
  put(upload: ObjectUpload, part: number, body: Uint8Array | { readonly file: string; readonly size: number }): Promise<string>
  complete(upload: ObjectUpload, parts: readonly { readonly part: number; readonly etag: string }[]): Promise<void>
  abort(upload: ObjectUpload): Promise<void>
}

export interface ObjectUpload {
  readonly key: string
  readonly id: string
}
