import { deepStrictEqual } from 'node:assert/strict'
import { addPoint, summaryOf } from '../../summaries/summary.ts'
import type { Summary } from '../../summaries/summary.ts'
import type { Point } from '../point.ts'
import { anyPoint, anyStretch, expandStretch } from './arbitraries.ts'
import type { FastCheck } from './arbitraries.ts'
import { dedupe } from './oracle.ts'

/** A summary is that of the deduplicated points in whatever order, and however often, they are folded; a zero's sign aside. */
export function checkSummaries(fc: FastCheck, runs: number): void {
  const points = fc.oneof(
    fc.array(anyPoint(fc), { minLength: 1, maxLength: 12 }),
    fc.array(fc.record({ step: fc.nat(1), timestamp: fc.nat(1), value: fc.constantFrom(-3, -0, 0, NaN, 3) }), {
      minLength: 1,
      maxLength: 8,
    }),
    anyStretch(fc, 100).map(expandStretch),
  )
  const shuffled = points.chain((logged) =>
    fc.record({ logged: fc.constant(logged), order: fc.shuffledSubarray([...logged, ...logged], { minLength: logged.length * 2 }) }),
  )
  fc.assert(
    fc.property(shuffled, ({ logged, order }) => {
      const [first, ...others] = order
      if (first === undefined) return
      const summary = summaryOf(first.step, first.timestamp, first.value)
      for (const { step, timestamp, value } of others) addPoint(summary, step, timestamp, value)
      deepStrictEqual(withoutSigns(summary), summarizePlainly(logged))
    }),
    { numRuns: runs },
  )
}

function summarizePlainly(points: readonly Point[]): Summary {
  const ordered = dedupe(points, 'step')
  const [first, last] = [ordered[0] as Point, ordered.at(-1) as Point]
  const numbers = ordered.map(({ value }) => value).filter((value) => !Number.isNaN(value))
  return withoutSigns({
    step: last.step,
    timestamp: last.timestamp,
    value: last.value,
    firstStep: first.step,
    firstTimestamp: first.timestamp,
    firstValue: first.value,
    min: numbers.length === 0 ? NaN : Math.min(...numbers),
    max: numbers.length === 0 ? NaN : Math.max(...numbers),
  })
}

function withoutSigns(summary: Summary): Summary {
  const { value, firstValue, min, max } = summary
  return { ...summary, value: value + 0, firstValue: firstValue + 0, min: min + 0, max: max + 0 }
}
