import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import type { Connection } from './connection.ts'

/** Bytes of a part: 10,000 of them, the most there may be, are 160 GB. */
const PART = 16 * 1024 * 1024
/** Parts on their way at a time, beside the one that is filled. */
const AT_ONCE = 2

export async function putBytes(connection: Connection, key: string, { bytes, md5 }: { bytes: Uint8Array; md5?: string | undefined }) {
  const { client, place, keyOf, attempt, write } = connection
  const command = new PutObjectCommand({
    ...write,
    Bucket: place.bucket,
    Key: keyOf(key),
    Body: bytes,
    ContentLength: bytes.length,
    ...(md5 === undefined
      ? { ChecksumSHA256: createHash('sha256').update(bytes).digest('base64') }
      : { ContentMD5: Buffer.from(md5, 'hex').toString('base64') }),
  })
  await attempt(`${key} can not be written`, client.send(command))
}

/** One request when it fits in a part; else parts, which become the object in one step. Parts of a write that fails are deleted. */
export async function putStream(connection: Connection, key: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  const { client, place, keyOf, attempt, write } = connection
  const pieces = inPieces(body, PART)
  const first = await pieces.next()
  const bytes = first.value ?? new Uint8Array()
  if (bytes.length < PART) return putBytes(connection, key, { bytes })
  const upload = new Upload({
    client,
    params: { ...write, Bucket: place.bucket, Key: keyOf(key), Body: Readable.from(joined(bytes, pieces), { highWaterMark: 1 }) },
    partSize: PART,
    queueSize: AT_ONCE,
  })
  await attempt(`${key} can not be written`, upload.done())
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* rest
}

/** Pieces of exactly a size, the last one shorter. Bytes are copied, since whoever gives them may use their memory again. */
async function* inPieces(body: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array, undefined> {
  let chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length;) {
      const part = Buffer.from(chunk.subarray(at, at + size - length))
      chunks.push(part)
      length += part.length
      at += part.length
      if (length < size) continue
      yield Buffer.concat(chunks, length)
      chunks = []
      length = 0
    }
  }
  if (length > 0) yield Buffer.concat(chunks, length)
  return undefined
}
