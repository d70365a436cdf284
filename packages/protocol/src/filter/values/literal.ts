import { INT64_MAX, INT64_MIN, parseInt64, toInt64 } from '../../int64.ts'
import type { FilterValue } from '../ast.ts'
import type { FieldRule } from '../fields/field-table.ts'
import type { Token } from '../tokens/token.ts'
import type { TokenStream } from '../tokens/token-stream.ts'

/** The value of a literal; undefined when the token is none, or not of the kind that the field compares with. */
export function toValue(stream: TokenStream, token: Token, rule: FieldRule): FilterValue | undefined {
  if (rule.values === 'text') return token.kind === 'text' ? token.value : undefined
  if (token.kind !== 'number') return undefined
  // Adding 0 turns -0 into 0, which compares the same and prints the same.
  if (rule.values === 'double') return Number(stream.textOf(token)) + 0
  const value = toInteger(stream.textOf(token))
  if (value !== undefined) return value
  const message = `${stream.quote(token)} is outside the range of 64-bit integers.`
  throw stream.error(token, { message, hint: 'Times are milliseconds since 1970.' })
}

/** Writes a number so that it reads back as the same value, in a form MLflow can read: without `e+`. */
export function formatNumber(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isFinite(value)) return String(value).replace('e+', 'e')
  return value > 0 ? '1e999' : '-1e999'
}

const wholeText = /^[+-]?\d+$/

/** An int64, or a number with a fraction; undefined beyond the range of int64. */
function toInteger(text: string): FilterValue | undefined {
  if (wholeText.test(text)) return parseInt64(text)
  const value = Number(text) + 0
  if (Number.isFinite(value) && !Number.isInteger(value)) return value
  return value >= Number(INT64_MIN) && value < Number(INT64_MAX) ? toInt64(BigInt(value)) : undefined
}
