/** Room for a dozen batches of a thousand points, or a thousand single ones. */
const FRAME_BYTES = 262_144
/** Frames that are kept for later. */
const MOST_KEPT = 4

/**
 * Memory that calls travel in: handed over to the writer's thread and handed back with the answers, so that nothing is allocated, cleared
 * and collected for every turn of the event loop.
 */
export class FramePool {
  readonly #kept: ArrayBuffer[] = []

  /** A frame of at least so many bytes; what is in it is of no meaning. */
  take(bytes: number): ArrayBuffer {
    return (bytes <= FRAME_BYTES ? this.#kept.pop() : undefined) ?? new ArrayBuffer(Math.max(FRAME_BYTES, bytes))
  }

  giveBack(frame: ArrayBuffer): void {
    if (frame.byteLength === FRAME_BYTES && this.#kept.length < MOST_KEPT) this.#kept.push(frame)
  }
}
