import type { Int64 } from '../int64.ts'

/** What MLflow's SQL store answers for an infinite metric, which no database column of its could hold. */
const LARGEST = Number.MAX_VALUE

const encoder = new TextEncoder()
const { rawJSON } = JSON as typeof JSON & { rawJSON?: (text: string) => unknown }

/** A double for `JSON.stringify`: NaN as the text MLflow uses, infinities as ±1.797e308, as MLflow prints them. */
export function toWireDouble(value: number): number | string {
  if (value - value === 0) return value
  return Number.isNaN(value) ? 'NaN' : value > 0 ? LARGEST : -LARGEST
}

/** An int64 for `JSON.stringify`: a JSON number even beyond 2^53 (text where the runtime lacks `JSON.rawJSON`). */
export function toWireInt64(value: Int64): unknown {
  if (typeof value === 'number') return value
  return rawJSON === undefined ? value.toString() : rawJSON(value.toString())
}

/** Encodes an answer or request. Properties that are undefined are omitted; bigints become JSON numbers. */
export function encodeJson(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value, replaceExotic))
}

/** Encodes text that is JSON already. */
export function encodeText(text: string): Uint8Array {
  return encoder.encode(text)
}

function replaceExotic(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return toWireInt64(value)
  if (typeof value === 'number' && value - value !== 0) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
  return value
}
