import type { SqlValue } from '../../../sql.ts'

/** Types of array elements, with PostgreSQL's numbers for them. */
const oids = { bigint: 20, smallint: 21, 'double precision': 701, text: 25, bytea: 17 } as const
export type ElementType = keyof typeof oids

const HEAD = 20
const HIGH = 2 ** 32
const encoder = new TextEncoder()
/** Grows to the largest array seen; an array is written into it and copied out. */
let scratch = Buffer.alloc(65_536)

/**
 * Values as an array parameter in PostgreSQL's binary form: every bit of a double arrives, and neither side prints or
 * parses digits. Values must fit the type; null is null.
 */
export function arrayParameter(values: readonly SqlValue[], type: ElementType): Buffer {
  reserve(HEAD + values.length * 12)
  let hasNull = 0
  let at = HEAD
  for (const value of values) {
    if (value === null) {
      hasNull = 1
      at = writeLength(-1, at)
    } else at = writeElement(value, type, at)
  }
  if (values.length === 0) return emptyArray(type)
  scratch.writeInt32BE(1, 0)
  scratch.writeInt32BE(hasNull, 4)
  scratch.writeInt32BE(oids[type], 8)
  scratch.writeInt32BE(values.length, 12)
  scratch.writeInt32BE(1, 16)
  return Buffer.from(scratch.subarray(0, at))
}

function emptyArray(type: ElementType): Buffer {
  const empty = Buffer.alloc(12)
  empty.writeInt32BE(oids[type], 8)
  return empty
}

function writeElement(value: Exclude<SqlValue, null>, type: ElementType, at: number): number {
  switch (type) {
    case 'bigint':
      return writeBigint(value as number | bigint, writeLength(8, at))
    case 'smallint':
      return scratch.writeInt16BE(value as number, writeLength(2, at))
    case 'double precision':
      return scratch.writeDoubleBE(value as number, writeLength(8, at))
    case 'text':
      return writeText(value as string, at)
    case 'bytea':
      return writeBytes(value as Uint8Array, at)
    default:
      return type satisfies never
  }
}

function writeBigint(value: number | bigint, at: number): number {
  if (typeof value === 'bigint') return scratch.writeBigInt64BE(value, at)
  const high = Math.floor(value / HIGH)
  scratch.writeInt32BE(high, at)
  return scratch.writeUInt32BE(value - high * HIGH, at + 4)
}

function writeText(value: string, at: number): number {
  reserve(at + 4 + value.length * 3)
  const { written } = encoder.encodeInto(value, scratch.subarray(at + 4))
  return writeLength(written, at) + written
}

function writeBytes(value: Uint8Array, at: number): number {
  reserve(at + 4 + value.length)
  scratch.set(value, at + 4)
  return writeLength(value.length, at) + value.length
}

function writeLength(length: number, at: number): number {
  reserve(at + 12)
  return scratch.writeInt32BE(length, at)
}

function reserve(size: number): void {
  if (size <= scratch.length) return
  const larger = Buffer.alloc(Math.max(size, scratch.length * 2))
  scratch.copy(larger)
  scratch = larger
}
