import type { TransportBody } from '../../transport/transport.ts'

/** Content as pieces of exactly so many bytes, the last one shorter; one empty piece for what is empty. Holds one piece in memory at a time. */
export async function* readPieces(content: TransportBody, size: number): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  let piece = new Uint8Array(size)
  let filled = 0
  let isFirst = true
  for await (const chunk of streamOf(content)) {
    for (let taken = 0; taken < chunk.length;) {
      if (filled === size) {
        yield piece
        isFirst = false
        piece = new Uint8Array(size)
        filled = 0
      }
      const part = chunk.subarray(taken, taken + size - filled)
      piece.set(part, filled)
      filled += part.length
      taken += part.length
    }
  }
  if (filled > 0 || isFirst) yield piece.slice(0, filled)
}

async function* streamOf(content: TransportBody): AsyncGenerator<Uint8Array, void, undefined> {
  if (content instanceof Uint8Array) return yield content
  const stream = typeof content === 'function' ? content() : content instanceof Blob ? content.stream() : content
  const reader = stream.getReader()
  let isRead = false
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
    isRead = true
  } finally {
    // Who stops in between, because an upload failed, leaves nothing open.
    if (!isRead) await reader.cancel().catch(() => undefined)
  }
}
