import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'

/** The bytes of a file, read as they are sent; each call begins afresh, so that an upload can be tried again. */
export function streamFile(path: string): () => ReadableStream<Uint8Array> {
  return () => Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>
}
