import { isMapping, isSequence, str, type Value } from '../../python/index.ts'

/** What DVC prints of a value: floats rounded to so many digits behind the point. */
export function formatValue(value: Value, precision: number | undefined): string {
  return str(precision === undefined ? value : roundValue(value, precision))
}

function roundValue(value: Value, precision: number): Value {
  if (typeof value === 'number') return roundFloat(value, precision)
  if (isSequence(value)) return value.map((item) => roundValue(item, precision))
  return isMapping(value) ? new Map([...value].map(([key, member]) => [key, roundValue(member, precision)])) : value
}

/** Digits that `toFixed` can give. */
const MOST_DIGITS = 100

/** Python's `round` of a float: the nearest decimal by the exact value of the float, halves to the even digit. */
function roundFloat(value: number, digits: number): number {
  if (value === 0 || !Number.isFinite(value) || Math.abs(value) >= 2 ** 53 || digits >= MOST_DIGITS) return value
  if (digits < 0) return Math.round(value / 10 ** -digits) * 10 ** -digits
  const exact = Math.abs(value).toFixed(MOST_DIGITS)
  const end = exact.indexOf('.') + 1 + digits
  const isHalf = /^50*$/.test(exact.slice(end))
  const last = exact.slice(0, end).replace('.', '').at(-1) ?? '0'
  if (!isHalf || Number(last) % 2 === 1) return Number(value.toFixed(digits))
  return Number(exact.slice(0, end)) * Math.sign(value)
}
