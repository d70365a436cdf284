/** What can be logged as a param: arrays and objects become JSON, dates ISO 8601; undefined and null are left out. */
export type ParamValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | readonly unknown[]
  | { readonly [key: string]: unknown }
  | null
  | undefined

/** The text a param is stored as, undefined when it is to be left out. */
export function toParamValue(value: ParamValue): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return String(value)
  return JSON.stringify(value, replaceBigint)
}

function replaceBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
