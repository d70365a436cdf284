/** A batch of a thousand points, as Python writes it, takes 90 kB. */
const BUFFER_BYTES = 131_072
/** As many bodies as are usually on their way at once. */
const MOST_KEPT = 16

/**
 * Memory for bodies of several chunks, used again and again: batches arrive by the hundred a second, and memory outside of the heap is
 * collected late.
 */
export class BodyPool {
  readonly #kept: ArrayBuffer[] = []
  /** Those that are in use. */
  readonly #lent = new WeakSet<ArrayBufferLike>()

  /** Puts chunks together, of which the sizes add up to `size`. */
  join(chunks: readonly Uint8Array[], size: number): Uint8Array {
    if (size > BUFFER_BYTES) return Buffer.concat(chunks, size)
    const buffer = this.#kept.pop() ?? new ArrayBuffer(BUFFER_BYTES)
    this.#lent.add(buffer)
    const body = new Uint8Array(buffer, 0, size)
    let at = 0
    for (const chunk of chunks) {
      body.set(chunk, at)
      at += chunk.length
    }
    return body
  }

  /** Takes a body back that nobody looks at any more; what did not come from here, or came back already, is left alone. */
  giveBack({ buffer }: Uint8Array): void {
    if (this.#lent.delete(buffer) && buffer instanceof ArrayBuffer && this.#kept.length < MOST_KEPT) this.#kept.push(buffer)
  }
}
