import { Readable } from 'node:stream'
import type { Connection } from './connection.ts'

/** Bytes of a part: 10,000 of them, the most there may be, are 80 GB. Of what is known to be larger, parts are larger. */
const PART = 8 * 1024 * 1024
const MOST_PARTS = 9_000
/** Parts on their way at a time, beside the one that is filled. */
const AT_ONCE = 2

export async function putBytes(connection: Connection, key: string, { bytes, md5 }: { bytes: Uint8Array; md5?: string | undefined }) {
  const { keyOf, attempt } = connection
  await attempt(`${key} can not be written`, async () => (await connection.requests()).put(keyOf(key), bytes, { md5 }))
}

/** One request when it fits in a part; else parts, which become the object in one step. Parts of a write that fails are deleted. */
export async function putStream(
  connection: Connection,
  key: string,
  { body, size = 0 }: { body: AsyncIterable<Uint8Array>; size?: number | undefined },
) {
  const { place, keyOf, attempt } = connection
  const part = Math.max(PART, Math.ceil(size / MOST_PARTS))
  const pieces = inPieces(body, part)
  const first = await pieces.next()
  const bytes = first.value ?? new Uint8Array()
  if (bytes.length < part) return putBytes(connection, key, { bytes })
  await attempt(`${key} can not be written`, async () => {
    const [{ client, write }, { Upload }] = await Promise.all([connection.sdk(), import('@aws-sdk/lib-storage')])
    const Body = Readable.from(joined(bytes, pieces), { highWaterMark: 1 })
    const params = { ...write, Bucket: place.bucket, Key: keyOf(key), Body }
    return new Upload({ client, params, partSize: part, queueSize: AT_ONCE }).done()
  })
}

async function* joined(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* rest
}

/** Pieces of exactly a size, the last one shorter. Bytes are copied, since whoever gives them may use their memory again. */
async function* inPieces(body: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array, undefined> {
  let piece = Buffer.alloc(0)
  let length = 0
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + size - length)
      piece = withRoom(piece, { length, needed: length + part.length, most: size })
      piece.set(part, length)
      length += part.length
      at += part.length
      if (length < size) continue
      yield piece
      // The next ones are most likely as large.
      piece = Buffer.allocUnsafeSlow(size)
      length = 0
    }
  }
  if (length > 0) yield piece.subarray(0, length)
  return undefined
}

/** The same bytes in memory that has room for more. */
function withRoom(piece: Buffer, { length, needed, most }: { length: number; needed: number; most: number }): Buffer<ArrayBuffer> {
  if (piece.length >= needed) return piece as Buffer<ArrayBuffer>
  const larger = Buffer.allocUnsafeSlow(Math.min(most, Math.max(needed, piece.length * 2)))
  larger.set(piece.subarray(0, length))
  return larger
}
