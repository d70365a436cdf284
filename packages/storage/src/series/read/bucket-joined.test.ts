import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Point } from '../point.ts'
import { MemoryRun } from '../testing/index.ts'
import { bucketJoined, findJoinedExtent } from './bucket-joined.ts'

const [VALUES, ALONG] = [1, 2]

function runOf(values: readonly Point[], along: readonly Point[], isSealed = true) {
  const run = new MemoryRun()
  for (const [keyId, points] of [
    [VALUES, values],
    [ALONG, along],
  ] as const) {
    if (points.length > 0) run.log([{ keyId, points }])
    if (isSealed) run.seal()
  }
  return { run, parts: { values: run.parts(VALUES), along: run.parts(ALONG) } }
}

const at = (step: number, value: number): Point => ({ step, timestamp: step, value })

test('a point stands at the value that the other metric had last', () => {
  const { run, parts } = runOf([at(0, 9), at(1, 1), at(2, 5), at(3, 2), at(9, 3)], [at(1, 10), at(3, 20), at(4, Number.NaN)])
  expect(run.read(findJoinedExtent(parts))).toEqual({ from: 10, to: 20 })
  const buckets = run.read(bucketJoined(parts, { from: 10, to: 20, count: 2, weight: 0 }))
  expect(Object.fromEntries(Object.entries(buckets).map(([name, column]) => [name, [...column]]))).toEqual({
    xFirst: [10, 20],
    xLast: [10, 20],
    counts: [2, 2],
    nanCounts: [0, 0],
    first: [1, 2],
    last: [5, 3],
    min: [1, 2],
    max: [5, 3],
    mean: [3, 2.5],
    smoothed: [5, 3],
  })
})

test('there is nothing where the other metric has no finite value', () => {
  const { run, parts } = runOf([at(0, 1)], [at(0, Infinity), at(1, 5)])
  expect(run.read(findJoinedExtent(parts))).toBeUndefined()
})

test('x may go back, and reach as far as doubles do', () => {
  const { run, parts } = runOf([at(0, 1), at(1, 2), at(2, 3)], [at(0, 1e308), at(1, -1e308), at(2, 0)])
  const buckets = run.read(bucketJoined(parts, { from: -1e308, to: 1e308, count: 3, weight: undefined }))
  expect([...buckets.xFirst]).toEqual([-1e308, 0, 1e308])
  expect([...buckets.min]).toEqual([2, 3, 1])
})

test('every point is in one bucket and every extreme is kept, as joining them one by one has it', () => {
  const series = fc.array(
    fc.record({ step: fc.integer({ min: 0, max: 40 }), value: fc.oneof(fc.double(), fc.integer({ min: 0, max: 9 })) }),
  )
  fc.assert(
    fc.property(series, series, fc.boolean(), fc.integer({ min: 1, max: 7 }), (values, along, isSealed, count) => {
      const [ys, xs] = [values, along].map((points) => points.map((point, index) => ({ ...point, timestamp: index })))
      const { run, parts } = runOf(ys ?? [], xs ?? [], isSealed)
      const placed = join(ys ?? [], xs ?? [])
      const range = run.read(findJoinedExtent(parts))
      expect(range === undefined).toBe(placed.length === 0)
      if (range === undefined) return
      const buckets = run.read(bucketJoined(parts, { ...range, count, weight: 0.9 }))
      expect([range.from, range.to]).toEqual([buckets.xFirst[0], buckets.xLast.at(-1)])
      expect(buckets.counts.reduce((sum, one) => sum + one, 0)).toBe(placed.length)
      for (const [index, from] of buckets.xFirst.entries()) {
        const inside = placed.filter(([x]) => x >= from && x <= (buckets.xLast[index] ?? 0)).map(([, value]) => value)
        const numbers = inside.filter((value) => !Number.isNaN(value))
        expect(buckets.counts[index]).toBe(inside.length)
        expect(buckets.nanCounts[index]).toBe(inside.length - numbers.length)
        expect(buckets.max[index]).toBe(numbers.length === 0 ? Number.NaN : Math.max(...numbers) + 0)
        expect(buckets.min[index]).toBe(numbers.length === 0 ? Number.NaN : Math.min(...numbers) + 0)
      }
    }),
    { numRuns: 200 },
  )
})

/** The definition, as slow as it reads. */
function join(values: readonly Point[], along: readonly Point[]): [x: number, value: number][] {
  const ordered = along.toSorted((a, b) => Number(a.step) - Number(b.step) || Number(a.timestamp) - Number(b.timestamp))
  return values.flatMap(({ step, value }): [number, number][] => {
    const x = ordered.filter((other) => other.step <= step && Number.isFinite(other.value)).at(-1)?.value
    return x === undefined ? [] : [[x, value]]
  })
}
