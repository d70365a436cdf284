import { crc32 } from 'node:zlib'

/** A growing byte buffer. Reusable: `finish` copies the bytes out and starts again. */
export class ByteWriter {
  bytes: Uint8Array<ArrayBuffer>
  view: DataView<ArrayBuffer>
  /** Where the next byte goes; may be set back to drop what was written since. */
  at = 0

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity)
    this.view = new DataView(this.bytes.buffer)
  }

  /** Makes room for `count` more bytes. Every writer below needs it except the single-field methods, which ask themselves. */
  reserve(count: number): void {
    if (this.at + count <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.at + count))
    grown.set(this.bytes.subarray(0, this.at))
    this.bytes = grown
    this.view = new DataView(grown.buffer)
  }

  u8(value: number): void {
    this.reserve(1)
    this.bytes[this.at++] = value
  }

  u32(value: number): void {
    this.reserve(4)
    this.view.setUint32(this.at, value, true)
    this.at += 4
  }

  f32(value: number): void {
    this.reserve(4)
    this.view.setFloat32(this.at, value, true)
    this.at += 4
  }

  f64(value: number): void {
    this.reserve(8)
    this.view.setFloat64(this.at, value, true)
    this.at += 8
  }

  i64(value: bigint): void {
    this.reserve(8)
    this.view.setBigInt64(this.at, value, true)
    this.at += 8
  }

  /** A non-negative safe integer, seven bits a byte, lowest first. */
  varint(value: number): void {
    this.reserve(8)
    let rest = value
    // 32-bit operators would fold values from 2^31 on.
    for (; rest >= 0x80; rest = Math.floor(rest / 128)) this.bytes[this.at++] = (rest % 128) | 0x80
    this.bytes[this.at++] = rest
  }

  /** A safe integer of either sign: six bits and the sign in the first byte, then a varint of the rest. */
  signed(value: number): void {
    const magnitude = Math.abs(value)
    const head = (magnitude % 64) | (value < 0 ? 0x40 : 0)
    if (magnitude < 64) return this.u8(head)
    this.u8(head | 0x80)
    this.varint(Math.floor(magnitude / 64))
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
  }

  /** The bytes written so far, without a copy: valid until the next write. */
  written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.at)
  }

  /** A copy of the bytes written, followed by their CRC-32; the writer is empty afterwards. */
  finish(): Uint8Array<ArrayBuffer> {
    this.u32(crc32(this.written()))
    const result = this.bytes.slice(0, this.at)
    this.at = 0
    return result
  }
}
