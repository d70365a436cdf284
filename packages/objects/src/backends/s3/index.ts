import { invalidPath } from '../../artifact-path.ts'
import type { ArtifactStore } from '../../artifact-store.ts'
import { openBucket, parseBucketUrl } from '../../buckets/index.ts'
import { copyFile } from './copy.ts'
import { deleteTree, listFolder, openFile, statFile } from './read.ts'
import { blameService } from './blame-service.ts'
import { createUploads } from './uploads.ts'
import type { BucketSettings } from '../../buckets/index.ts'

/**
 * Artifacts as objects of an S3 service, named as their paths say. Writes are atomic and, once acknowledged, as durable as the service is.
 * Rejects at once when the bucket can not be listed.
 */
export async function openS3Store(location: string, settings: BucketSettings = {}): Promise<ArtifactStore> {
  const { place, settings: named } = parseBucketUrl(location)
  const bucket = await openBucket(place, { ...settings, ...named })
  for await (const _page of bucket.list('', { pageSize: 1 })) break
  return blameService({
    put: async (path, body) => bucket.putStream(storable(path), body),
    copy: async (from, to, sha256) => copyFile(bucket, { from, to: storable(to), sha256 }),
    get: async (path) => openFile(bucket, path),
    stat: async (path) => statFile(bucket, path),
    list: async (path) => listFolder(bucket, path),
    delete: async (path) => deleteTree(bucket, path),
    uploads: createUploads(bucket, storable),
  })
}

/** Keys are shorter than paths may be. */
function storable(path: string): string {
  if (Buffer.byteLength(path) <= 900) return path
  throw invalidPath(path)
}
