/** What was unpacked, and how many packed bytes that took: what follows begins there. */
export interface Inflated {
  readonly bytes: Uint8Array
  readonly taken: number
}

const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0]
const distanceBase = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
  24577,
]
const distanceBits = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13]
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

/** Codes by their length, and symbols in the order of their codes (RFC 1951, 3.2.2). */
interface Codes {
  readonly counts: Uint16Array
  readonly symbols: Uint16Array
}

/**
 * Unpacks a zlib stream (RFC 1950) whose size is known, and says where it ends: browsers' own unpacker does not, and packs of git hold one stream
 * after the other. Throws an Error for what is damaged, or has another size.
 */
export function inflateZlib(packed: Uint8Array, from: number, size: number): Inflated {
  const out = new Uint8Array(size)
  let at = from + 2
  let [hold, held, written] = [0, 0, 0]

  const bits = (count: number): number => {
    while (held < count) {
      if (at >= packed.length) throw new Error('It ends within an object.')
      hold |= (packed[at++] ?? 0) << held
      held += 8
    }
    const value = hold & ((1 << count) - 1)
    hold >>>= count
    held -= count
    return value
  }
  const symbol = ({ counts, symbols }: Codes): number => {
    let [code, first, index] = [0, 0, 0]
    for (let length = 1; length < 16; length++) {
      code |= bits(1)
      const count = counts[length] ?? 0
      if (code - count < first) return symbols[index + (code - first)] ?? 0
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    throw new Error('It holds a code that there is not.')
  }
  const stored = (): void => {
    hold = 0
    held = 0
    const length = (packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8)
    at += 4
    if (at + length > packed.length || written + length > size) throw new Error('It is damaged.')
    out.set(packed.subarray(at, at + length), written)
    at += length
    written += length
  }
  const coded = (literals: Codes, distances: Codes): void => {
    for (;;) {
      const found = symbol(literals)
      if (found === 256) return
      if (found < 256) {
        if (written === size) throw new Error('It is larger than it says.')
        out[written++] = found
        continue
      }
      const length = (lengthBase[found - 257] ?? 0) + bits(lengthBits[found - 257] ?? 0)
      const far = symbol(distances)
      const distance = (distanceBase[far] ?? 0) + bits(distanceBits[far] ?? 0)
      if (distance === 0 || distance > written || written + length > size) throw new Error('It is damaged.')
      for (let copied = 0; copied < length; copied++, written++) out[written] = out[written - distance] ?? 0
    }
  }
  const readCodes = (): readonly [Codes, Codes] => {
    const [literals, distances, count] = [bits(5) + 257, bits(5) + 1, bits(4) + 4]
    const lengths = new Uint8Array(19)
    for (let index = 0; index < count; index++) lengths[lengthOrder[index] ?? 0] = bits(3)
    const codes = toCodes(lengths)
    const all = new Uint8Array(literals + distances)
    for (let index = 0; index < all.length;) {
      const found = symbol(codes)
      if (found < 16) all[index++] = found
      else {
        const value = found === 16 ? (all[index - 1] ?? 0) : 0
        const end = index + (found === 16 ? 3 + bits(2) : found === 17 ? 3 + bits(3) : 11 + bits(7))
        all.fill(value, index, end)
        index = end
      }
    }
    return [toCodes(all.subarray(0, literals)), toCodes(all.subarray(literals))]
  }

  for (let isLast = false; !isLast;) {
    isLast = bits(1) === 1
    const kind = bits(2)
    if (kind === 0) stored()
    else if (kind === 1) coded(...fixedCodes)
    else if (kind === 2) coded(...readCodes())
    else throw new Error('It is damaged.')
  }
  if (written !== size) throw new Error('It is smaller than it says.')
  // Whole bytes that were taken too many are given back; four of a checksum follow.
  return { bytes: out, taken: at - Math.floor(held / 8) + 4 - from }
}

function toCodes(lengths: Uint8Array): Codes {
  const counts = new Uint16Array(16)
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1
  counts[0] = 0
  const offsets = new Uint16Array(16)
  for (let length = 1; length < 15; length++) offsets[length + 1] = (offsets[length] ?? 0) + (counts[length] ?? 0)
  const symbols = new Uint16Array(lengths.length)
  for (const [index, length] of lengths.entries()) {
    if (length === 0) continue
    symbols[offsets[length] ?? 0] = index
    offsets[length] = (offsets[length] ?? 0) + 1
  }
  return { counts, symbols }
}

const fixedCodes: readonly [Codes, Codes] = [
  toCodes(Uint8Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8))),
  toCodes(new Uint8Array(30).fill(5)),
]
