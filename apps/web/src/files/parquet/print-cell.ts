import { looksLikeText } from '../looks-like.ts'

/** Characters of a cell that are shown; of a list of a million numbers nobody reads more. */
const LONGEST = 2_000

/** A value of a table as text: integers to the digit, dates as ISO 8601, what is nested as JSON, bytes in hexadecimal. Null is none. */
export function printCell(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return cut(value)
  if (value instanceof Date)
    return Number.isNaN(value.getTime())
      ? 'no date'
      : value
          .toISOString()
          .replace(/T00:00:00\.000Z$/, '')
          .replace(/\.000Z$/, '')
          .replace(/Z$/, '')
  if (value instanceof Uint8Array) return printBinary(value)
  if (typeof value === 'object') return cut(JSON.stringify(boundList(value), (_key, inner: unknown) => plain(inner)))
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : ''
}

/** Some writers do not say which of their bytes are text. */
function printBinary(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, LONGEST)
  if (looksLikeText(shown) && !shown.some((byte) => byte < 9)) return cut(new TextDecoder().decode(bytes.subarray(0, LONGEST + 1)))
  const digits = Array.from(bytes.subarray(0, 64), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `0x${digits}${bytes.length > 64 ? `… (${bytes.length} bytes)` : ''}`
}

/** Lists are cut before they are printed, not after. */
function boundList(value: object): unknown {
  if (ArrayBuffer.isView(value)) return Array.from((value as Float64Array).subarray(0, 200) as Iterable<number>)
  return Array.isArray(value) && value.length > 200 ? value.slice(0, 200) : value
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  return value instanceof Uint8Array || value instanceof Date ? printCell(value) : value
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
