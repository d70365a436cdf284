import { expect, test } from 'vitest'
import { INT64_MAX, INT64_MIN } from '@reprise/protocol'
import type { Point } from '../point.ts'
import { MemoryRun } from '../testing/index.ts'
import { bucketSeries } from './bucket-series.ts'

function log(points: readonly Point[]): MemoryRun {
  const run = new MemoryRun()
  run.log([{ keyId: 1, points }])
  return run
}

test('leaves out empty buckets and tells what the others cover', () => {
  const run = log([0, 1, 2, 25, 26].map((step) => ({ step, timestamp: step * 10, value: step })))
  expect(run.read(bucketSeries(run.parts(1), { x: 'step', from: 0, to: 29, width: 10 }))).toEqual({
    index: Float64Array.of(0, 2),
    counts: Float64Array.of(3, 2),
    nanCounts: Float64Array.of(0, 0),
    first: Float64Array.of(0, 25),
    last: Float64Array.of(2, 26),
    min: Float64Array.of(0, 25),
    max: Float64Array.of(2, 26),
    sum: Float64Array.of(3, 51),
    mean: Float64Array.of(1, 25.5),
    xFirst: Float64Array.of(0, 25),
    xLast: Float64Array.of(2, 26),
  })
})

test('keeps NaN apart and lets infinities count', () => {
  const values = [NaN, 1, NaN, Infinity, NaN, NaN, -Infinity, Infinity]
  const run = log(values.map((value, step) => ({ step, timestamp: 0, value })))
  const buckets = run.read(bucketSeries(run.parts(1), { x: 'step', from: 0, to: 7, width: 2 }))
  expect(buckets.nanCounts).toEqual(Float64Array.of(1, 1, 2, 0))
  expect(buckets.first).toEqual(Float64Array.of(NaN, NaN, NaN, -Infinity))
  expect(buckets.min).toEqual(Float64Array.of(1, Infinity, NaN, -Infinity))
  expect(buckets.max).toEqual(Float64Array.of(1, Infinity, NaN, Infinity))
  expect(buckets.sum).toEqual(Float64Array.of(1, Infinity, 0, NaN))
  expect(buckets.mean).toEqual(Float64Array.of(1, Infinity, NaN, NaN))
})

test('divides all 64-bit integers exactly', () => {
  const steps = [INT64_MIN, -1, 0, 2n ** 53n + 1n, INT64_MAX]
  const run = log(steps.map((step, index) => ({ step, timestamp: 0, value: index })))
  const buckets = run.read(bucketSeries(run.parts(1), { x: 'step', from: INT64_MIN, to: INT64_MAX, width: 2n ** 62n }))
  expect(buckets.index).toEqual(Float64Array.of(0, 1, 2, 3))
  expect(buckets.xLast).toEqual(BigInt64Array.of(INT64_MIN, -1n, 2n ** 53n + 1n, INT64_MAX))
})

test('answers a long series from summaries: each edge decodes one block', () => {
  const run = new MemoryRun()
  for (let first = 0; first < 80_000; first += 10_000) {
    run.log([
      { keyId: 1, points: Array.from({ length: 10_000 }, (_, index) => ({ step: first + index, timestamp: first + index, value: 1 })) },
    ])
    run.seal()
  }
  for (const x of ['step', 'time'] as const) {
    const before = run.blocksRead
    const buckets = run.read(bucketSeries(run.parts(1), { x, from: 0, to: 79_999, width: 10_000 }))
    expect(buckets.counts).toEqual(new Float64Array(8).fill(10_000))
    expect(run.blocksRead - before).toBeLessThanOrEqual(9)
  }
})

test.each([
  [{ from: 5, to: 4, width: 1 }, /'to' \(4\) is below 'from' \(5\)/],
  [{ from: 0, to: 4, width: 0 }, /'width' is 0/],
  [{ from: INT64_MIN, to: INT64_MAX, width: 1 }, /18446744073709551616 buckets: the most is/],
])('refuses %o', (bounds, message) => {
  const run = log([{ step: 0, timestamp: 0, value: 0 }])
  expect(() => run.read(bucketSeries(run.parts(1), { x: 'step', ...bounds }))).toThrow(
    expect.objectContaining({ code: 'INVALID_PARAMETER_VALUE', message: expect.stringMatching(message) }),
  )
})
