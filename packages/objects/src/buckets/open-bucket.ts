import type { Bucket, BucketSettings } from './bucket.ts'
import type { BucketPlace } from './bucket-place.ts'
import { connect } from './connection.ts'
import { copyObject } from './copy-object.ts'
import { deleteObjects, listObjects } from './list-objects.ts'
import { createParts } from './object-parts.ts'
import { headObject, openObject } from './read-object.ts'
import { putBytes, putStream } from './write-object.ts'

export function openBucketNow(place: BucketPlace, settings: BucketSettings): Bucket {
  const connection = connect(place, settings)
  return {
    url: connection.url,
    head: (key) => headObject(connection, key),
    open: (key, options) => openObject(connection, key, options),
    putBytes: (key, bytes, digests = {}) => putBytes(connection, key, { bytes, md5: digests.md5 }),
    putStream: (key, body, size) => putStream(connection, key, { body, size }),
    copy: (from, to, head) => copyObject(connection, { from, to, head }),
    list: (prefix, options) => listObjects(connection, prefix, options),
    delete: (keys) => deleteObjects(connection, keys),
    parts: createParts(connection),
    close: () => connection.close(),
  }
}
