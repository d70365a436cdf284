import { compareValues } from './point.ts'
import type { Int64Column } from './point.ts'

interface MutableColumns {
  readonly steps: Int64Column
  readonly timestamps: Int64Column
  readonly values: Float64Array
}

/**
 * Sorts the points from `start` to `end` by (step, timestamp, value) and drops repeated ones, in place. The result is
 * the new end. Of -0 and 0 at one step and timestamp, which are one point, 0 stays whichever came first: any order of
 * arrival and of merging then gives the same points.
 */
export function sortPoints(columns: MutableColumns, start: number, end: number): number {
  if (isAscending(columns, start, end)) return end
  const { steps, timestamps, values } = columns
  const order = Array.from({ length: end - start }, (_, index) => start + index)
  order.sort((a, b) => compareAt(columns, a, b))
  const sortedSteps = order.map((index) => steps[index])
  const sortedTimestamps = order.map((index) => timestamps[index])
  const sortedValues = order.map((index) => values[index] as number)
  let to = start
  for (let i = 0; i < order.length; i += 1) {
    // A column holds one kind of integer, so that `as number` is right for comparing and storing both.
    steps[to] = sortedSteps[i] as number
    timestamps[to] = sortedTimestamps[i] as number
    const value = sortedValues[i] as number
    if (to > start && compareAt(columns, to - 1, to, value) === 0) {
      if (Object.is(value, 0)) values[to - 1] = 0
      continue
    }
    values[to] = value
    to += 1
  }
  return to
}

function isAscending({ steps, timestamps, values }: MutableColumns, start: number, end: number): boolean {
  for (let i = start + 1; i < end; i += 1) {
    const step = steps[i] as number
    const before = steps[i - 1] as number
    if (step > before) continue
    if (step < before) return false
    const timestamp = timestamps[i] as number
    const timestampBefore = timestamps[i - 1] as number
    if (timestamp > timestampBefore) continue
    if (timestamp < timestampBefore || compareValues(values[i - 1] as number, values[i] as number) >= 0) return false
  }
  return true
}

function compareAt(columns: MutableColumns, a: number, b: number, valueB = columns.values[b] as number): number {
  const { steps, timestamps, values } = columns
  const stepA = steps[a] as number
  const stepB = steps[b] as number
  if (stepA !== stepB) return stepA < stepB ? -1 : 1
  const timestampA = timestamps[a] as number
  const timestampB = timestamps[b] as number
  if (timestampA !== timestampB) return timestampA < timestampB ? -1 : 1
  return compareValues(values[a] as number, valueB)
}
