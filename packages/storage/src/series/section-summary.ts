import { pointAt } from './point.ts'
import type { Point, PointColumns } from './point.ts'

/** What is known of a section without decoding it. */
export interface SectionSummary {
  readonly keyId: number
  readonly count: number
  readonly nanCount: number
  /** The lowest and highest point by (step, timestamp, value): their steps are the step range. */
  readonly first: Point
  readonly last: Point
  /** Of the values that are not NaN; NaN when there is none. Infinities count; a zero is always 0, never -0. */
  readonly min: number
  readonly max: number
  /** The f64 sum of the values that are not NaN: ±Infinity or NaN when they hold infinities or overflow. 0 when there is none. */
  readonly sum: number
  /** The lowest and highest point by (timestamp, step, value): their timestamps are the time range. */
  readonly earliest: Point
  readonly latest: Point
  /** Whether timestamps never fall from one point to the next, so that (timestamp, step, value) is the same order. */
  readonly timesAscend: boolean
}

/** Summarises the points of one section, from `start` to `end` (at least one), sorted and without repeats. */
export function summarizeSection(keyId: number, columns: PointColumns, start: number, end: number): SectionSummary {
  return {
    keyId,
    count: end - start,
    first: pointAt(columns, start),
    last: pointAt(columns, end - 1),
    ...summarizeValues(columns.values, start, end),
    ...summarizeTimes(columns, start, end),
  }
}

/** The figures of some values (at least one). */
export function summarizeValues(
  values: Float64Array,
  start: number,
  end: number,
): Pick<SectionSummary, 'nanCount' | 'min' | 'max' | 'sum'> {
  let nanCount = 0
  let min = Infinity
  let max = -Infinity
  let sum = 0
  for (let i = start; i < end; i += 1) {
    const value = values[i] as number
    if (value !== value) {
      nanCount += 1
      continue
    }
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  const none = nanCount === end - start
  return { nanCount, min: none ? NaN : min + 0, max: none ? NaN : max + 0, sum }
}

/** The ends of some points (at least one, by default all) by (timestamp, step, value). */
export function summarizeTimes(
  columns: PointColumns,
  start = 0,
  end = columns.values.length,
): Pick<SectionSummary, 'earliest' | 'latest' | 'timesAscend'> {
  const { timestamps } = columns
  let earliest = start
  let latest = start
  let timesAscend = true
  for (let i = start + 1; i < end; i += 1) {
    // One column holds one kind of integer, and both kinds compare alike.
    const time = timestamps[i] as number
    if (time < (timestamps[i - 1] as number)) timesAscend = false
    if (time < (timestamps[earliest] as number)) earliest = i
    if (time >= (timestamps[latest] as number)) latest = i
  }
  return { earliest: pointAt(columns, earliest), latest: pointAt(columns, latest), timesAscend }
}
