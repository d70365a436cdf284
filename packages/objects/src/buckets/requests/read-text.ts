import type { Readable } from 'node:stream'

/** A page of a thousand keys of a thousand bytes, encoded, and what else there is to say of them. */
const LARGEST = 16 * 1024 * 1024

/** The text of a body. Rejects when it breaks off, or when it is longer than any that is expected. */
export async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > LARGEST) throw new Error(`the service sent more than ${LARGEST} bytes where few were expected`)
  }
  return Buffer.concat(chunks).toString('utf8')
}
