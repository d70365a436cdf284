import type { Int64 } from '@reprise/protocol'
import { compareInt64 } from '@reprise/protocol'
import { compareValues } from '../series/index.ts'

/** What lists and searches know of the points of one key of one run. All orders are the series' own: step, timestamp, value. */
export interface Summary {
  step: Int64
  timestamp: Int64
  value: number
  firstStep: Int64
  firstTimestamp: Int64
  firstValue: number
  /** Of the values that are not NaN; NaN when there is none. */
  min: number
  max: number
}

/** A summary of one point. */
export function summaryOf(step: Int64, timestamp: Int64, value: number): Summary {
  return { step, timestamp, value, firstStep: step, firstTimestamp: timestamp, firstValue: value, min: value, max: value }
}

/** Adds a point. Adding it again changes nothing, so what was written before a crash may be folded again. */
export function addPoint(summary: Summary, step: Int64, timestamp: Int64, value: number): void {
  const afterLast = compareInt64(step, summary.step) || compareInt64(timestamp, summary.timestamp) || compareValues(value, summary.value)
  if (afterLast > 0) {
    summary.step = step
    summary.timestamp = timestamp
    summary.value = value
  } else {
    const afterFirst =
      compareInt64(step, summary.firstStep) || compareInt64(timestamp, summary.firstTimestamp) || compareValues(value, summary.firstValue)
    if (afterFirst < 0) {
      summary.firstStep = step
      summary.firstTimestamp = timestamp
      summary.firstValue = value
    }
  }
  if (value < summary.min || summary.min !== summary.min) summary.min = value
  if (value > summary.max || summary.max !== summary.max) summary.max = value
}
