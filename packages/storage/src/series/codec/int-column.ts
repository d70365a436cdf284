import type { Int64Column } from '../point.ts'
import { GROUP, bitWidth, packBits, unpackBits } from './bits.ts'
import type { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

const CONSTANT = 0
const LINEAR = 1
const PACKED = 2
const RAW = 3
const MAX = Number.MAX_SAFE_INTEGER

const offsets = new Uint32Array(GROUP)

/** Writes the integers of `column` from `start` to `end` (at least one; the reader must know how many). */
export function encodeInts(out: ByteWriter, column: Int64Column, start: number, end: number): void {
  if (column instanceof Float64Array) return encodeSafeInts(out, column, start, end)
  const safe = toSafe(column.subarray(start, end))
  if (safe === undefined) writeRaw(out, column, start, end)
  else encodeSafeInts(out, safe, 0, safe.length)
}

/** {@link encodeInts} for safe integers. */
export function encodeSafeInts(out: ByteWriter, column: Float64Array, start: number, end: number): void {
  const first = column[start] as number
  let least = Infinity
  let most = -Infinity
  for (let i = start + 1; i < end; i += 1) {
    const delta = (column[i] as number) - (column[i - 1] as number)
    if (delta < least) least = delta
    if (delta > most) most = delta
  }
  const mark = out.at
  if (end - start === 1 || (least === 0 && most === 0)) {
    out.u8(CONSTANT)
    out.signed(first)
  } else if (most > MAX || least < -MAX || !Number.isSafeInteger(first)) {
    writeRaw(out, column, start, end)
  } else if (least === most) {
    out.u8(LINEAR)
    out.signed(first)
    out.signed(least)
  } else {
    out.u8(PACKED)
    out.signed(first)
    if (writePacked(out, column, start + 1, end)) return
    out.at = mark
    writeRaw(out, column, start, end)
  }
}

/** Writes the differences group by group; false when a group spans more than 32 bits. */
function writePacked(out: ByteWriter, column: Float64Array, start: number, end: number): boolean {
  for (let from = start; from < end; from += GROUP) {
    const to = Math.min(from + GROUP, end)
    let least = Infinity
    let most = -Infinity
    for (let i = from; i < to; i += 1) {
      const delta = (column[i] as number) - (column[i - 1] as number)
      if (delta < least) least = delta
      if (delta > most) most = delta
    }
    if (most - least > 0xffffffff) return false
    for (let i = from; i < to; i += 1) offsets[i - from] = (column[i] as number) - (column[i - 1] as number) - least
    const width = bitWidth(most - least)
    out.signed(least)
    out.u8(width)
    packBits(out, offsets, to - from, width)
  }
  return true
}

function writeRaw(out: ByteWriter, column: Int64Column, start: number, end: number): void {
  out.u8(RAW)
  out.reserve((end - start) * 8)
  for (let i = start; i < end; i += 1) out.i64(BigInt(column[i] as number | bigint))
}

/** A copy as doubles, or undefined when an integer is not safe. */
export function toSafe(column: BigInt64Array): Float64Array | undefined {
  const safe = new Float64Array(column.length)
  for (let i = 0; i < column.length; i += 1) {
    const value = Number(column[i])
    if (!Number.isSafeInteger(value)) return undefined
    safe[i] = value
  }
  return safe
}

/**
 * Reads `count` integers (at least one) into `into` from `at` on. The result is `into`, or, when an integer is not
 * safe, a `BigInt64Array` of the same length that has taken over what `into` held.
 */
export function decodeInts(reader: ByteReader, count: number, into: Int64Column, at: number): Int64Column {
  if (reader.bytes[reader.at] === RAW) {
    reader.take(1)
    return readRaw(reader, count, into, at)
  }
  if (into instanceof Float64Array) {
    decodeSafeInts(reader, count, into, at)
    return into
  }
  const safe = new Float64Array(count)
  decodeSafeInts(reader, count, safe, 0)
  for (let i = 0; i < count; i += 1) into[at + i] = BigInt(safe[i] as number)
  return into
}

/** {@link decodeInts} for columns that never hold an unsafe integer: lengths, counts and key ids. */
export function decodeSafeInts(reader: ByteReader, count: number, into: Float64Array, at: number): void {
  const kind = reader.u8()
  if (kind === RAW) {
    if (readRaw(reader, count, into, at) !== into) throw reader.corrupt(`integers beyond 2^53 before offset ${reader.at}`)
    return
  }
  if (kind > RAW) throw reader.corrupt(`an integer column of kind ${kind} before offset ${reader.at}`)
  let value = reader.signed()
  if (kind === CONSTANT) {
    if (count === 1) into[at] = value
    else into.fill(value, at, at + count)
    return
  }
  if (kind === LINEAR) {
    const delta = reader.signed()
    if (Math.abs(value + delta * (count - 1)) > MAX) throw reader.corrupt(`integers beyond 2^53 before offset ${reader.at}`)
    for (let i = at; i < at + count; i += 1, value += delta) into[i] = value
    return
  }
  into[at] = value
  for (let from = 1; from < count; from += GROUP) {
    const size = Math.min(GROUP, count - from)
    const least = reader.signed()
    unpackBits(reader, offsets, size, reader.u8())
    for (let i = 0; i < size; i += 1) {
      value += least + (offsets[i] as number)
      if (value > MAX || value < -MAX) throw reader.corrupt(`integers beyond 2^53 before offset ${reader.at}`)
      into[at + from + i] = value
    }
  }
}

function readRaw(reader: ByteReader, count: number, into: Int64Column, at: number): Int64Column {
  const start = reader.take(count * 8)
  let target = into
  for (let i = 0; i < count; i += 1) {
    const value = reader.view.getBigInt64(start + i * 8, true)
    if (target instanceof BigInt64Array) {
      target[at + i] = value
      continue
    }
    const number = Number(value)
    if (!Number.isSafeInteger(number)) target = widen(target, at + i)
    if (target instanceof BigInt64Array) target[at + i] = value
    else target[at + i] = number
  }
  return target
}

/** The first `length` integers as big integers, in an array as long as `column`. */
export function widen(column: Float64Array, length: number): BigInt64Array<ArrayBuffer> {
  const wide = new BigInt64Array(column.length)
  for (let i = 0; i < length; i += 1) wide[i] = BigInt(column[i] as number)
  return wide
}
