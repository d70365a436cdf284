/** As MLflow prints doubles: NaN as text, infinities as the largest double. */
export function encodeDouble(value: number): string {
  if (value - value === 0) return Object.is(value, -0) ? '-0.0' : String(value)
  if (Number.isNaN(value)) return '"NaN"'
  return value > 0 ? '1.7976931348623157e+308' : '-1.7976931348623157e+308'
}

/** As our own endpoints print doubles: exactly. */
export function encodeExactDouble(value: number): string {
  return value - value === 0 ? encodeDouble(value) : `"${value}"`
}
