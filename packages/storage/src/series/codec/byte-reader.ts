import { crc32 } from 'node:zlib'
import { corruption } from '../corruption.ts'

const CHECKSUM_BYTES = 4

/** Reads bytes that may be hostile: every read is checked against the end, and fails with DATA_LOSS naming `what`. */
export class ByteReader {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly what: string
  /** The first byte that does not belong to the content: the checksum's. */
  readonly end: number
  at = 0

  /** Checks the CRC-32 that closes every structure, so that later checks only meet deliberate damage. */
  constructor(bytes: Uint8Array, what: string) {
    this.bytes = bytes
    this.what = what
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.end = bytes.length - CHECKSUM_BYTES
    if (this.end < 1) throw this.corrupt(`${bytes.length} bytes are too few`)
    if (this.view.getUint32(this.end, true) !== crc32(bytes.subarray(0, this.end))) throw this.corrupt('its checksum does not match')
  }

  corrupt(why: string): Error {
    return corruption(this.what, why)
  }

  /** Claims the next `count` bytes and returns where they start. */
  take(count: number): number {
    const start = this.at
    if (count > this.end - start) throw this.corrupt(`it ends inside a field of ${count} bytes at offset ${start}`)
    this.at = start + count
    return start
  }

  u8(): number {
    return this.bytes[this.take(1)] as number
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true)
  }

  f32(): number {
    return this.view.getFloat32(this.take(4), true)
  }

  f64(): number {
    return this.view.getFloat64(this.take(8), true)
  }

  /** A non-negative safe integer. */
  varint(): number {
    const first = this.u8()
    return first < 0x80 ? first : this.#moreDigits(first - 0x80, 128)
  }

  /** A safe integer of either sign. */
  signed(): number {
    const head = this.u8()
    const low = head % 64
    const magnitude = head < 0x80 ? low : this.#moreDigits(low, 64)
    return (head & 0x40) === 0 ? magnitude : -magnitude + 0
  }

  #moreDigits(low: number, weight: number): number {
    let value = low
    for (let scale = weight; ; scale *= 128) {
      const digit = this.u8()
      value += (digit % 128) * scale
      if (value > Number.MAX_SAFE_INTEGER) throw this.corrupt(`an integer before offset ${this.at} is beyond 2^53`)
      if (digit < 0x80) return value
    }
  }
}
