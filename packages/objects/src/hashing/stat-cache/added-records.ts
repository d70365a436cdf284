/** Bytes that are reserved at first. */
const FIRST = 64 * 1024

/** Records one after the other in one piece of memory: as buffers of their own, millions would take many times as much. */
export class AddedRecords {
  #bytes = Buffer.alloc(0)
  #length = 0

  add(record: Buffer): void {
    if (this.#length + record.length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(FIRST, 2 * (this.#length + record.length)))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    record.copy(this.#bytes, this.#length)
    this.#length += record.length
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }
}
