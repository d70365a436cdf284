import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RepriseError } from '@reprise/protocol/errors'
import type { ArtifactEntry, ByteRange, StoredFile } from '../../artifact-store.ts'
import type { Bucket, OpenObject } from '../../buckets/index.ts'

/** Keys that are deleted at a time: as many as one request takes. */
const BATCH = 1_000

/** The request for the whole is sent at once, so that what was opened is read even when it is deleted meanwhile. */
export async function openFile(bucket: Bucket, path: string): Promise<StoredFile | undefined> {
  const object = await bucket.open(path)
  if (object === undefined) return undefined
  const { size, modified } = object
  const read = (range?: ByteRange): Readable => {
    if (range === undefined || (range.start === 0 && range.end === size - 1)) return object.read()
    object.close()
    return Readable.from(readRange(bucket, path, { object, range }), { objectMode: false })
  }
  return {
    size,
    modified,
    read,
    sendTo: (target, range) => pipeline(read(range), target),
    close: async () => object.close(),
  }
}

async function* readRange(bucket: Bucket, path: string, { object, range }: { object: OpenObject; range: ByteRange }) {
  if (range.start > range.end) return
  const part = await bucket.open(path, { range: [range.start, range.end], etag: object.etag })
  if (part === undefined) {
    throw new RepriseError('RESOURCE_CONFLICT', `${path} was deleted before it was read.`)
  }
  yield* part.read() as AsyncIterable<Uint8Array>
}

export async function statFile(bucket: Bucket, path: string): Promise<{ size: number } | undefined> {
  const head = await bucket.head(path)
  return head === undefined ? undefined : { size: head.size }
}

export async function listFolder(bucket: Bucket, path: string): Promise<ArtifactEntry[]> {
  const prefix = path === '' ? '' : `${path}/`
  const entries: ArtifactEntry[] = []
  for await (const { objects, folders } of bucket.list(prefix, { folders: true })) {
    for (const { key, size } of objects) {
      // Some tools make folders visible by an empty object whose name ends in a slash.
      if (key !== prefix) entries.push({ name: key.slice(prefix.length), isFolder: false, size })
    }
    for (const folder of folders) entries.push({ name: folder.slice(prefix.length, -1), isFolder: true, size: undefined })
  }
  return entries.filter(({ name }) => name !== '').sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
}

/** What is below first: a folder that is half deleted can be deleted again. The root itself is never deleted. */
export async function deleteTree(bucket: Bucket, path: string): Promise<void> {
  if (path === '') return
  let keys: string[] = []
  for await (const { objects } of bucket.list(`${path}/`)) {
    for (const { key } of objects) {
      keys.push(key)
      if (keys.length < BATCH) continue
      await bucket.delete(keys)
      keys = []
    }
  }
  await bucket.delete([...keys, path])
}
