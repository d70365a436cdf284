import type { SqlValue } from '../../../sql.ts'

const special = /["\\]/g

/** Values as the text of a PostgreSQL array. Doubles keep every bit; NaN and infinities are words PostgreSQL knows. */
export function arrayLiteral(values: readonly SqlValue[]): string {
  return `{${values.map(elementText).join(',')}}`
}

function elementText(value: SqlValue): string {
  if (value === null) return 'NULL'
  if (typeof value === 'string') return `"${value.replace(special, '\\$&')}"`
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}"`
  return Object.is(value, -0) ? '-0' : String(value)
}
