import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

/** How many values share one bit width. Small, so that one outlier costs little; a multiple of 8. */
export const GROUP = 128

/** How many bits `value`, an unsigned 32-bit integer, needs. */
export function bitWidth(value: number): number {
  return 32 - Math.clz32(value)
}

/** Writes the low `width` bits (0 to 32) of each value, lowest bit first, without gaps; pads the last byte with zeros. */
export function packBits(out: ByteWriter, values: Uint32Array, count: number, width: number): void {
  if (width === 0) return
  out.reserve(Math.ceil((count * width) / 8) + 4)
  const { bytes } = out
  let { at } = out
  let held = 0
  let filled = 0
  // Up to 7 bits are held over, so a part of more than 25 bits would not fit the 32 of `held`.
  const lowWidth = width > 25 ? 16 : width
  const lowMask = lowWidth === 32 ? -1 : (1 << lowWidth) - 1
  const highWidth = width - lowWidth
  for (let i = 0; i < count; i += 1) {
    const value = values[i] as number
    held |= (value & lowMask) << filled
    for (filled += lowWidth; filled >= 8; filled -= 8) {
      bytes[at++] = held
      held >>>= 8
    }
    if (highWidth === 0) continue
    held |= (value >>> lowWidth) << filled
    for (filled += highWidth; filled >= 8; filled -= 8) {
      bytes[at++] = held
      held >>>= 8
    }
  }
  if (filled > 0) bytes[at++] = held
  out.at = at
}

/** Reads what {@link packBits} wrote. Loads whole words: the checksum behind the content covers the overhang. */
export function unpackBits(reader: ByteReader, into: Uint32Array, count: number, width: number): void {
  if (width > 32) throw reader.corrupt(`a bit width of ${width} before offset ${reader.at}`)
  const start = reader.take(Math.ceil((count * width) / 8))
  const { view, bytes } = reader
  if (width <= 25) {
    const mask = (1 << width) - 1
    for (let i = 0, bit = 0; i < count; i += 1, bit += width) {
      into[i] = width === 0 ? 0 : (view.getUint32(start + (bit >>> 3), true) >>> (bit & 7)) & mask
    }
    return
  }
  const mask = width === 32 ? -1 : (1 << width) - 1
  for (let i = 0, bit = 0; i < count; i += 1, bit += width) {
    const at = start + (bit >>> 3)
    const shift = bit & 7
    const low = view.getUint32(at, true) >>> shift
    into[i] = (shift === 0 ? low : low | ((bytes[at + 4] as number) << (32 - shift))) & mask
  }
}
