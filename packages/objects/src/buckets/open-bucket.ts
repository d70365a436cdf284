import type { Bucket, BucketSettings, ObjectParts } from './bucket.ts'
import type { BucketPlace } from './bucket-place.ts'
import { connect } from './connection.ts'
import { deleteObjects, listObjects } from './list-objects.ts'
import { headObject, openObject } from './read-object.ts'
import { putBytes, putStream } from './write-object.ts'

/** Bytes of a service are moved without AWS's SDK; what needs it loads it, which takes longer than a small command. */
export function openBucketNow(place: BucketPlace, settings: BucketSettings): Bucket {
  const connection = connect(place, settings)
  const parts = async (): Promise<ObjectParts> => (await import('./object-parts.ts')).createParts(connection)
  return {
    url: connection.url,
    head: (key) => headObject(connection, key),
    open: (key, options) => openObject(connection, key, options),
    putBytes: (key, bytes, digests = {}) => putBytes(connection, key, { bytes, md5: digests.md5 }),
    putStream: (key, body, size) => putStream(connection, key, { body, size }),
    copy: async (from, to, head) => (await import('./copy-object.ts')).copyObject(connection, { from, to, head }),
    list: (prefix, options) => listObjects(connection, prefix, options),
    delete: (keys) => deleteObjects(connection, keys),
    parts: {
      create: async (key) => (await parts()).create(key),
      put: async (upload, part, body) => (await parts()).put(upload, part, body),
      complete: async (upload, list) => (await parts()).complete(upload, list),
      abort: async (upload) => (await parts()).abort(upload),
    },
    close: () => connection.close(),
  }
}
