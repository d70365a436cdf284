/**
 * A signed 64-bit integer: a `number` while it is a safe integer, a `bigint` only beyond. Steps and timestamps
 * beyond 2^53 are rare, must be exact, and must not make the common case slow.
 */
export type Int64 = number | bigint

export const INT64_MIN = -(2n ** 63n)
export const INT64_MAX = 2n ** 63n - 1n

const integerText = /^[+-]?\d+$/

/** The canonical form: `number` if safe. The caller guarantees the 64-bit range. */
export function toInt64(value: bigint): Int64 {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

/** Reads a decimal integer; undefined when it is not one or does not fit 64 bits. */
export function parseInt64(text: string): Int64 | undefined {
  const trimmed = text.trim()
  if (!integerText.test(trimmed)) return undefined
  if (trimmed.length <= 15) return Number(trimmed) + 0
  if (trimmed.length > 64) return undefined
  const value = BigInt(trimmed)
  return value < INT64_MIN || value > INT64_MAX ? undefined : toInt64(value)
}

/** Negative, zero or positive, as `Array.prototype.sort` wants it. Mixed kinds compare by value. */
export function compareInt64(a: Int64, b: Int64): number {
  return a < b ? -1 : a > b ? 1 : 0
}
