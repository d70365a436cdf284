/**
 * A second reader of the formats in `docs/formats/series.md`, written from that page and slow on purpose: bits one at a
 * time, integers as big integers, nothing shared with the engine.
 */
export interface PlainPoint {
  readonly step: bigint
  readonly timestamp: bigint
  readonly value: number
}

export interface PlainSection {
  readonly key: bigint
  readonly points: readonly PlainPoint[]
}

export function readJournalBatch(bytes: Uint8Array): (PlainPoint & { key: bigint })[] {
  const cursor = new Cursor(bytes)
  if (cursor.u8() !== 1) throw new Error('unknown version')
  const count = Number(cursor.varint())
  const [keys, steps, timestamps] = [cursor.ints(count), cursor.ints(count), cursor.ints(count)]
  const rows = keys.map((key, row) => ({ key, step: steps[row] ?? 0n, timestamp: timestamps[row] ?? 0n, value: cursor.f64() }))
  cursor.expectEnd()
  return rows
}

export function readBlock(bytes: Uint8Array): { level: number; sections: PlainSection[] } {
  const cursor = new Cursor(bytes)
  if (cursor.u8() !== 1) throw new Error('unknown version')
  const level = cursor.u8()
  const sectionCount = Number(cursor.varint())
  const axisCount = Number(cursor.varint())
  const pointCount = Number(cursor.varint())
  const [keys, counts, axisOf, valueLengths] = [0, 1, 2, 3].map(() => cursor.ints(sectionCount)) as [bigint[], bigint[], bigint[], bigint[]]
  const axisLengths = cursor.ints(axisCount)
  const axes = axisLengths.map((length, axis) => {
    const end = cursor.at + Number(length)
    const count = Number(counts[axisOf.indexOf(BigInt(axis))])
    const read = { steps: cursor.ints(count), timestamps: cursor.ints(count) }
    if (cursor.at !== end) throw new Error(`axis ${axis} does not end where it should`)
    return read
  })
  const sections = keys.map((key, section) => {
    const end = cursor.at + Number(valueLengths[section])
    const values = cursor.values(Number(counts[section]))
    if (cursor.at !== end) throw new Error(`section ${section} does not end where it should`)
    const axis = axes[Number(axisOf[section])]
    return { key, points: values.map((value, at) => ({ step: axis?.steps[at] ?? 0n, timestamp: axis?.timestamps[at] ?? 0n, value })) }
  })
  cursor.expectEnd()
  if (sections.reduce((sum, { points }) => sum + points.length, 0) !== pointCount) throw new Error('wrong number of points')
  return { level, sections }
}

export function readSummary(bytes: Uint8Array) {
  const cursor = new Cursor(bytes)
  if (cursor.u8() !== 1) throw new Error('unknown version')
  const timesAscend = cursor.u8() === 1
  const [key, count, nanCount] = [cursor.varint(), cursor.varint(), cursor.varint()]
  const point = (): PlainPoint => ({ step: cursor.i64(), timestamp: cursor.i64(), value: cursor.f64() })
  const [first, last] = [point(), point()]
  const [min, max, sum] = [cursor.f64(), cursor.f64(), cursor.f64()]
  const [earliest, latest] = timesAscend ? [first, last] : [point(), point()]
  cursor.expectEnd()
  return { timesAscend, key, count, nanCount, first, last, min, max, sum, earliest, latest }
}

export class Cursor {
  readonly #bytes: Uint8Array
  readonly #end: number
  at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#end = bytes.length - 4
    const stored = BigInt(new DataView(bytes.buffer, bytes.byteOffset).getUint32(this.#end, true))
    if (stored !== crc32(bytes.subarray(0, this.#end))) throw new Error('wrong checksum')
  }

  expectEnd(): void {
    if (this.at !== this.#end) throw new Error(`ends at ${this.at} instead of ${this.#end}`)
  }

  u8(): number {
    return Number(this.unsigned(1))
  }

  /** A little-endian integer of some bytes. */
  unsigned(size: number): bigint {
    let value = 0n
    for (let i = 0; i < size; i += 1) value |= BigInt(this.#bytes[this.at + i] ?? 0) << BigInt(8 * i)
    this.at += size
    return value
  }

  i64(): bigint {
    return BigInt.asIntN(64, this.unsigned(8))
  }

  f64(): number {
    return toDouble(this.unsigned(8))
  }

  varint(): bigint {
    const digit = this.unsigned(1)
    return digit < 128n ? digit : digit - 128n + 128n * this.varint()
  }

  signed(): bigint {
    const head = this.unsigned(1)
    const magnitude = (head & 63n) + (head < 128n ? 0n : 64n * this.varint())
    return (head & 64n) === 0n ? magnitude : -magnitude
  }

  /** `count` unsigned integers of `width` bits each. */
  packed(count: number, width: number): bigint[] {
    const start = this.at
    this.at += Math.ceil((count * width) / 8)
    return Array.from({ length: count }, (_, index) => {
      let value = 0n
      for (let bit = 0; bit < width; bit += 1) {
        const place = index * width + bit
        if ((((this.#bytes[start + (place >> 3)] ?? 0) >> (place & 7)) & 1) === 1) value |= 1n << BigInt(bit)
      }
      return value
    })
  }

  ints(count: number): bigint[] {
    const kind = this.u8()
    if (kind === 3) return Array.from({ length: count }, () => this.i64())
    const first = this.signed()
    if (kind === 0) return Array.from({ length: count }, () => first)
    const result = [first]
    const push = (delta: bigint): number => result.push((result.at(-1) ?? 0n) + delta)
    if (kind === 1) {
      const delta = this.signed()
      while (result.length < count) push(delta)
      return result
    }
    if (kind !== 2) throw new Error(`unknown kind of integers ${kind}`)
    while (result.length < count) {
      const size = Math.min(128, count - result.length)
      const least = this.signed()
      for (const offset of this.packed(size, this.u8())) push(least + offset)
    }
    return result
  }

  values(count: number): number[] {
    if (count > 128) {
      const groups = Math.ceil(count / 128)
      this.at += 24 * groups
      this.ints(groups)
      this.ints(groups)
    }
    const result: number[] = []
    while (result.length < count) result.push(...this.group(Math.min(128, count - result.length)))
    return result
  }

  group(count: number): number[] {
    const kind = this.u8()
    if (kind === 0) return Array.from({ length: count }).fill(this.f64()) as number[]
    if (kind === 1) return Array.from({ length: count }).fill(toSingle(this.unsigned(4))) as number[]
    if (kind >= 2 && kind <= 5) {
      const least = this.unsigned(4)
      const sums = this.packed(count, this.u8()).map((offset) => (offset + least) % 2n ** 32n)
      const words = kind % 2 === 0 ? sums : sums.map((word) => (word >> 1n) | ((word & 1n) << 31n))
      if (kind >= 4) return words.map(toSingle)
      return words.map((high) => toDouble((high << 32n) | this.unsigned(4)))
    }
    if (kind < 16 || kind > 31) throw new Error(`unknown kind of values ${kind}`)
    const least = this.signed()
    return this.packed(count, this.u8()).map((offset) => Number(least + offset) / 10 ** (kind - 16))
  }
}

function toDouble(bits: bigint): number {
  return new Float64Array(new BigUint64Array([bits]).buffer)[0] ?? 0
}

function toSingle(bits: bigint): number {
  return new Float32Array(new Uint32Array([Number(bits)]).buffer)[0] ?? 0
}

function crc32(bytes: Uint8Array): bigint {
  let register = 0xffffffffn
  for (const byte of bytes) {
    register ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit += 1) register = (register & 1n) === 1n ? (register >> 1n) ^ 0xedb88320n : register >> 1n
  }
  return register ^ 0xffffffffn
}
