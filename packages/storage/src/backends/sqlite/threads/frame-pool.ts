/** Room for a dozen batches of a thousand points, or a thousand single ones. */
const FRAME_BYTES = 262_144
/** So many frames are used again and again. */
const MOST_LASTING = 4
/** Others are as small as may be: while the disk is slow, every turn of the event loop may add one. */
const LEAST_BYTES = 4_096

/**
 * Memory that calls travel in: handed over to the writer's thread and handed back with the answers, so that nothing is allocated, cleared
 * and collected for every turn of the event loop.
 */
export class FramePool {
  readonly #kept: ArrayBuffer[] = []
  /** Lasting frames, on their way or kept. */
  #lasting = 0

  /** A frame of at least so many bytes; what is in it is of no meaning. */
  take(bytes: number): ArrayBuffer {
    if (bytes > FRAME_BYTES) return new ArrayBuffer(bytes)
    const kept = this.#kept.pop()
    if (kept !== undefined) return kept
    if (this.#lasting === MOST_LASTING) return new ArrayBuffer(Math.max(LEAST_BYTES, bytes))
    this.#lasting += 1
    return new ArrayBuffer(FRAME_BYTES)
  }

  giveBack(frame: ArrayBuffer): void {
    if (frame.byteLength === FRAME_BYTES && this.#kept.length < MOST_LASTING) this.#kept.push(frame)
  }
}
