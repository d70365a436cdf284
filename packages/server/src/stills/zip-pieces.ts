import { Readable } from 'node:stream'
import { createGzip } from 'node:zlib'

/** Bytes that are four characters of base64. */
const GROUP = 3

/** Text as base64 of it zipped, piece by piece. The same text makes the same. */
export async function* zipPieces(pieces: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  const source = Readable.from(pieces, { objectMode: false, encoding: 'utf8' })
  const gzip = createGzip()
  // What fails before it does so in what is read.
  source.on('error', (error) => gzip.destroy(error)).pipe(gzip)
  let left: Buffer = Buffer.alloc(0)
  try {
    for await (const chunk of gzip as AsyncIterable<Buffer>) {
      const bytes = Buffer.concat([left, chunk])
      const end = bytes.length - (bytes.length % GROUP)
      left = bytes.subarray(end)
      yield bytes.toString('base64', 0, end)
    }
  } finally {
    source.destroy()
  }
  yield left.toString('base64')
}
