import { type Int64, toInt64 } from '../int64.ts'
import { fromBase64, toBase64 } from './base64.ts'

/** Up to here an integer can be doubled as a double. */
const EXACT = 2 ** 51
/** Bytes of seven bits each that make no more than a double holds exactly. */
const EXACT_BYTES = 7

/** Integers as base64 of varints: 0, -1, 1, -2, … are written as 0, 1, 2, 3, …, seven bits a byte, the lowest first, and 128 added to all bytes but the last. */
export function packIntegers(values: readonly Int64[]): string {
  const bytes: number[] = []
  for (const value of values) {
    if (typeof value === 'number' && Math.abs(value) < EXACT) writeNumber(bytes, value < 0 ? -2 * value - 1 : 2 * value)
    else writeBigInt(bytes, BigInt(value))
  }
  return toBase64(Uint8Array.from(bytes))
}

export function unpackIntegers(text: string): Int64[] {
  const bytes = fromBase64(text)
  const values: Int64[] = []
  for (let at = 0; at < bytes.length;) {
    let end = at
    while ((bytes[end] ?? 0) >= 128) end++
    values.push(end - at < EXACT_BYTES ? readNumber(bytes, at, end) : readBigInt(bytes, at, end))
    at = end + 1
  }
  return values
}

/** Integers that grow, as what each has more than the one before it; the first has more than 0. */
export function differencesOf(values: readonly Int64[]): Int64[] {
  return values.map((value, at) => subtract(value, values[at - 1] ?? 0))
}

/** Takes {@link differencesOf} back. */
export function sumsOf(differences: readonly Int64[]): Int64[] {
  let sum: Int64 = 0
  return differences.map((difference) => (sum = add(sum, difference)))
}

export function subtract(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a - b)) return a - b
  return toInt64(BigInt(a) - BigInt(b))
}

export function add(a: Int64, b: Int64): Int64 {
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) return a + b
  return toInt64(BigInt(a) + BigInt(b))
}

function writeNumber(bytes: number[], value: number): void {
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  bytes.push(rest)
}

function writeBigInt(bytes: number[], value: bigint): void {
  let rest = value < 0n ? -2n * value - 1n : 2n * value
  for (; rest >= 128n; rest /= 128n) bytes.push(Number(rest % 128n) + 128)
  bytes.push(Number(rest))
}

function readNumber(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  for (let at = end; at >= start; at--) value = value * 128 + ((bytes[at] ?? 0) % 128)
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2
}

function readBigInt(bytes: Uint8Array, start: number, end: number): Int64 {
  let value = 0n
  for (let at = end; at >= start; at--) value = value * 128n + BigInt((bytes[at] ?? 0) % 128)
  return toInt64(value % 2n === 0n ? value / 2n : -(value + 1n) / 2n)
}
