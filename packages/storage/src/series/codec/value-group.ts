import { GROUP, bitWidth, packBits, unpackBits } from './bits.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

// The kinds of a group. From DECIMAL on, the rest is the number of decimal places.
const CONSTANT64 = 0
const CONSTANT32 = 1
const DOUBLE = 2
const DOUBLE_ROTATED = 3
const SINGLE = 4
const SINGLE_ROTATED = 5
const DECIMAL = 16
/** The writer looks for at most this many decimal places; a reader accepts up to 15. */
const MOST_PLACES = 9
const POWERS = Array.from({ length: 16 }, (_, places) => Number(`1e${places}`))

const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0
const LOW = 1 - HIGH

const doubles = new Float64Array(GROUP)
const doubleWords = new Uint32Array(doubles.buffer)
const singles = new Float32Array(GROUP)
const singleWords = new Uint32Array(singles.buffer)
const words = new Uint32Array(GROUP)
const offsets = new Uint32Array(GROUP)

/** Writes up to {@link GROUP} values, bit for bit except that every NaN becomes the same NaN. */
export function encodeValueGroup(out: ByteWriter, values: Float64Array, start: number, count: number): void {
  const single = loadGroup(values, start, count)
  if (count > 1 || !encodeConstant(out, single)) encodeGroup(out, count, single)
}

/** Copies a group to the scratch arrays; true when every value is exactly an f32. */
function loadGroup(values: Float64Array, from: number, count: number): boolean {
  let single = true
  for (let i = 0; i < count; i += 1) {
    const value = values[from + i] as number
    doubles[i] = value
    if (value !== value) {
      doubleWords[2 * i + HIGH] = 0x7ff80000
      doubleWords[2 * i + LOW] = 0
    } else if (Math.fround(value) !== value) single = false
  }
  return single
}

function encodeConstant(out: ByteWriter, single: boolean): boolean {
  const value = doubles[0] as number
  const places = decimalPlaces(1)
  if (places >= 0 && Math.abs((doubles[0] as number) * (POWERS[places] as number)) < 2 ** 19) return false
  out.u8(single ? CONSTANT32 : CONSTANT64)
  if (single) out.f32(value)
  else out.f64(value)
  return true
}

function encodeGroup(out: ByteWriter, count: number, single: boolean): void {
  const places = decimalPlaces(count)
  const decimalWidth = places < 0 ? 65 : loadDecimals(count, POWERS[places] as number)
  const kind = single ? SINGLE : DOUBLE
  if (single) {
    for (let i = 0; i < count; i += 1) {
      singles[i] = doubles[i] as number
      words[i] = doubles[i] !== doubles[i] ? 0x7fc00000 : (singleWords[i] as number)
    }
  } else for (let i = 0; i < count; i += 1) words[i] = doubleWords[2 * i + HIGH] as number

  const width = rangeWidth(count)
  const rotatedWidth = width > 8 ? rotatedRangeWidth(count) : 32
  const bestWidth = Math.min(width, rotatedWidth)
  if (decimalWidth <= bestWidth + (single ? 0 : 32)) return writeDecimals(out, count, places, decimalWidth)
  if (width === 0 && isConstant(count, single)) {
    out.u8(single ? CONSTANT32 : CONSTANT64)
    if (single) out.u32(words[0] as number)
    else writeDoubles(out, 1)
    return
  }
  writeWords(out, count, rotatedWidth < width ? kind + 1 : kind, bestWidth)
  if (single) return
  out.reserve(count * 4)
  for (let i = 0; i < count; i += 1) out.view.setUint32(out.at + 4 * i, doubleWords[2 * i + LOW] as number, true)
  out.at += count * 4
}

function isConstant(count: number, single: boolean): boolean {
  if (single) return true
  for (let i = 1; i < count; i += 1) if (doubleWords[2 * i + LOW] !== doubleWords[LOW]) return false
  return true
}

function writeDoubles(out: ByteWriter, count: number): void {
  for (let i = 0; i < count; i += 1) {
    out.u32(doubleWords[2 * i + LOW] as number)
    out.u32(doubleWords[2 * i + HIGH] as number)
  }
}

function rangeWidth(count: number): number {
  let least = 0xffffffff
  let most = 0
  for (let i = 0; i < count; i += 1) {
    const word = words[i] as number
    if (word < least) least = word
    if (word > most) most = word
  }
  return bitWidth(most - least)
}

/** The same with the sign as the lowest bit, which is narrower when signs are mixed. */
function rotatedRangeWidth(count: number): number {
  let least = 0xffffffff
  let most = 0
  for (let i = 0; i < count; i += 1) {
    const word = rotate(words[i] as number)
    if (word < least) least = word
    if (word > most) most = word
  }
  return bitWidth(most - least)
}

function rotate(word: number): number {
  return ((word << 1) | (word >>> 31)) >>> 0
}

function writeWords(out: ByteWriter, count: number, kind: number, width: number): void {
  const rotated = kind === DOUBLE_ROTATED || kind === SINGLE_ROTATED
  let least = 0xffffffff
  for (let i = 0; i < count; i += 1) {
    const word = rotated ? rotate(words[i] as number) : (words[i] as number)
    offsets[i] = word
    if (word < least) least = word
  }
  for (let i = 0; i < count; i += 1) offsets[i] = (offsets[i] as number) - least
  out.u8(kind)
  out.u32(least)
  out.u8(width)
  packBits(out, offsets, count, width)
}

/** The number of decimal places that writes every value of the group exactly, or -1. */
function decimalPlaces(count: number): number {
  if (!mayBeDecimal(doubles[0] as number)) return -1
  let places = 0
  for (let i = 0; i < count; i += 1) {
    while (!isDecimal(doubles[i] as number, POWERS[places] as number)) if (++places > MOST_PLACES) return -1
  }
  return places
}

/** Rules out most values at once: with few decimal places, a value times 10^9 is an integer up to rounding. */
function mayBeDecimal(value: number): boolean {
  const scaled = value * (POWERS[MOST_PLACES] as number)
  return Math.abs(scaled - Math.round(scaled)) <= Math.abs(scaled) * 2 ** -50
}

function isDecimal(value: number, power: number): boolean {
  const scaled = Math.round(value * power)
  return scaled / power === value && Math.abs(scaled) <= Number.MAX_SAFE_INTEGER && (scaled !== 0 || 1 / value > 0)
}

let leastDecimal = 0

/** Scales the group to integers; their width, or 65 when they span more than 32 bits or more places spoilt an earlier one. */
function loadDecimals(count: number, power: number): number {
  let least = Infinity
  let most = -Infinity
  for (let i = 0; i < count; i += 1) {
    const value = doubles[i] as number
    if (!isDecimal(value, power)) return 65
    const scaled = Math.round(value * power)
    if (scaled < least) least = scaled
    if (scaled > most) most = scaled
  }
  leastDecimal = least
  return most - least > 0xffffffff ? 65 : bitWidth(most - least)
}

function writeDecimals(out: ByteWriter, count: number, places: number, width: number): void {
  const power = POWERS[places] as number
  for (let i = 0; i < count; i += 1) offsets[i] = Math.round((doubles[i] as number) * power) - leastDecimal
  out.u8(DECIMAL + places)
  out.signed(leastDecimal)
  out.u8(width)
  packBits(out, offsets, count, width)
}

/** Reads what {@link encodeValueGroup} wrote into `into` from `at` on. */
export function decodeValueGroup(reader: ByteReader, count: number, into: Float64Array, at: number): void {
  const kind = reader.u8()
  if (kind === CONSTANT64 || kind === CONSTANT32) {
    const value = kind === CONSTANT64 ? reader.f64() : reader.f32()
    for (let i = 0; i < count; i += 1) into[at + i] = value
  } else if (kind === DOUBLE || kind === DOUBLE_ROTATED) {
    readWords(reader, count, kind === DOUBLE_ROTATED)
    const start = reader.take(count * 4)
    for (let i = 0; i < count; i += 1) {
      doubleWords[2 * i + HIGH] = words[i] as number
      doubleWords[2 * i + LOW] = reader.view.getUint32(start + 4 * i, true)
      into[at + i] = doubles[i] as number
    }
  } else if (kind === SINGLE || kind === SINGLE_ROTATED) {
    readWords(reader, count, kind === SINGLE_ROTATED)
    for (let i = 0; i < count; i += 1) {
      singleWords[i] = words[i] as number
      into[at + i] = singles[i] as number
    }
  } else if (kind >= DECIMAL && kind < DECIMAL + POWERS.length) {
    const least = reader.signed()
    const power = POWERS[kind - DECIMAL] as number
    unpackBits(reader, offsets, count, reader.u8())
    for (let i = 0; i < count; i += 1) into[at + i] = (least + (offsets[i] as number)) / power
  } else throw reader.corrupt(`values of kind ${kind} before offset ${reader.at}`)
}

function readWords(reader: ByteReader, count: number, rotated: boolean): void {
  const least = reader.u32()
  unpackBits(reader, words, count, reader.u8())
  for (let i = 0; i < count; i += 1) {
    const word = ((words[i] as number) + least) >>> 0
    words[i] = rotated ? (word >>> 1) | (word << 31) : word
  }
}
