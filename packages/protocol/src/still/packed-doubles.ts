import { fromBase64, toBase64 } from './base64.ts'

/** Bytes of a number: in four a double has seven digits. */
export type DoubleSize = 4 | 8

/**
 * Doubles as base64 of their bytes, little-endian: the lowest byte of each, then the second of each, and so on, since what is alike stands
 * together so, and zips well.
 */
export function packDoubles(values: Float64Array, size: DoubleSize): string {
  const bytes = new Uint8Array((size === 8 ? values : Float32Array.from(values)).slice().buffer)
  const planes = new Uint8Array(bytes.length)
  for (let plane = 0, to = 0; plane < size; plane++) {
    for (let from = plane; from < bytes.length; from += size) planes[to++] = bytes[from] ?? 0
  }
  return toBase64(planes)
}

/** So many of them: how many bytes each has follows from that. */
export function unpackDoubles(text: string, count: number): Float64Array {
  const planes = fromBase64(text)
  const size = count === 0 ? 8 : planes.length / count
  const bytes = new Uint8Array(planes.length)
  for (let plane = 0, from = 0; plane < size; plane++) {
    for (let to = plane; to < bytes.length; to += size) bytes[to] = planes[from++] ?? 0
  }
  return size === 4 ? Float64Array.from(new Float32Array(bytes.buffer)) : new Float64Array(bytes.buffer)
}

/** Whether four bytes hold each of them exactly. */
export function areSingles(values: Float64Array): boolean {
  return values.every((value) => Object.is(Math.fround(value), value))
}
