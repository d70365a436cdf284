import { Unreadable } from '../comparer.ts'

/** A field of a message of Protocol Buffers, as it lies in the file. */
export interface Field {
  readonly number: number
  /** The content of a text, a message or bytes; the 4 or 8 bytes of a fixed number; the bytes of a varint. */
  readonly bytes: Uint8Array
}

/** The widths of fixed numbers, by the kind of field. */
const fixed: Readonly<Record<number, number>> = { 1: 8, 5: 4 }
const LENGTH = 2

/** Reads the fields of a message, in their order. Throws {@link Unreadable} where the bytes are none. */
export function readMessage(bytes: Uint8Array): Field[] {
  const fields: Field[] = []
  for (let at = 0; at < bytes.length;) {
    const key = readVarint(bytes, at)
    const [number, kind] = [Math.floor(key.value / 8), key.value % 8]
    const content = kind === LENGTH || kind === 0 ? readVarint(bytes, key.end) : { value: 0, end: key.end }
    const start = kind === 0 ? key.end : content.end
    const end = kind === 0 ? content.end : start + (kind === LENGTH ? content.value : (fixed[kind] ?? Number.NaN))
    if (number === 0 || !(end <= bytes.length)) throw new Unreadable('it is no message of Protocol Buffers')
    fields.push({ number, bytes: bytes.subarray(start, end) })
    at = end
  }
  return fields
}

/** A whole number of up to 64 bits; past 2^53 it loses digits, and is still other for other numbers that programs count with. */
export function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0
  for (let at = start; at < Math.min(bytes.length, start + 10); at++) {
    const byte = bytes[at] ?? 0
    value += (byte & 127) * 2 ** (7 * (at - start))
    if (byte < 128) return { value, end: at + 1 }
  }
  throw new Unreadable('a number in it does not end')
}
