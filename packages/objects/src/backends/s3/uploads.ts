import { randomUUID } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { assertArtifactPath } from '../../artifact-path.ts'
import type { PartUploads } from '../../artifact-store.ts'
import type { Bucket } from '../../buckets/index.ts'

const MOST_PARTS = 10_000
/** Bytes of a part that are kept in memory; larger ones go through a file, since the service wants to know their length first. */
const IN_MEMORY = 16 * 1024 * 1024

/** Parts are the service's own. What names an upload to clients also says of which file it is. */
export function createUploads(bucket: Bucket, storable: (path: string) => string): PartUploads {
  return {
    create: async (path) => toUploadId(path, await bucket.parts.create(storable(path))),
    putPart: async (uploadId, part, body) => {
      if (!Number.isInteger(part) || part < 1 || part > MOST_PARTS) {
        throw new RepriseError('INVALID_PARAMETER_VALUE', `Part numbers go from 1 to ${MOST_PARTS}, not ${part}.`)
      }
      const upload = readUploadId(uploadId)
      return withLength(body, async (content) => unquote(await bucket.parts.put(upload, part, content)))
    },
    complete: async (uploadId, path, parts) => {
      const upload = readUploadId(uploadId)
      if (upload.key !== path) throw new RepriseError('INVALID_PARAMETER_VALUE', `This upload is one of ${upload.key}, not of ${path}.`)
      await bucket.parts.complete(
        upload,
        parts.map(({ part, etag }) => ({ part, etag: `"${unquote(etag)}"` })),
      )
    },
    abort: async (uploadId) => bucket.parts.abort(readUploadId(uploadId)),
  }
}

type Content = Uint8Array | { readonly file: string; readonly size: number }

async function withLength<T>(body: AsyncIterable<Uint8Array>, use: (content: Content) => Promise<T>): Promise<T> {
  const chunks: Buffer[] = []
  let size = 0
  const file = join(tmpdir(), `reprise-part-${randomUUID()}`)
  let handle: Awaited<ReturnType<typeof open>> | undefined
  try {
    for await (const chunk of body) {
      size += chunk.length
      if (handle === undefined) chunks.push(Buffer.from(chunk))
      else await handle.writeFile(chunk)
      if (handle !== undefined || size <= IN_MEMORY) continue
      handle = await open(file, 'wx', 0o600)
      for (const kept of chunks.splice(0)) await handle.writeFile(kept)
    }
    if (handle === undefined) return await use(Buffer.concat(chunks))
    return await use({ file, size })
  } finally {
    await handle?.close()
    if (handle !== undefined) await rm(file, { force: true })
  }
}

function toUploadId(path: string, id: string): string {
  return Buffer.from(JSON.stringify([path, id])).toString('base64url')
}

/** What a client sends is not taken for what we gave it: a path in it is looked at as any other. */
function readUploadId(uploadId: string): { readonly key: string; readonly id: string } {
  const unknown = new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no upload ${JSON.stringify(uploadId.slice(0, 200))}.`)
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(uploadId, 'base64url').toString())
  } catch {
    throw unknown
  }
  if (!Array.isArray(parts)) throw unknown
  const [key, id] = parts as readonly unknown[]
  if (typeof key !== 'string' || typeof id !== 'string') throw unknown
  assertArtifactPath(key)
  return { key, id }
}

function unquote(etag: string): string {
  return etag.replaceAll('"', '')
}
