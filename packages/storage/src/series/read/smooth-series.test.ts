import { expect, test } from 'vitest'
import type { Point } from '../point.ts'
import { MemoryRun } from '../testing/index.ts'
import { bucketSeries } from './bucket-series.ts'
import { smoothSeries } from './smooth-series.ts'

const KEY = 1

/** Noise that is the same in every run of the tests, with holes of NaN and infinities. */
function noisy(count: number, timeOf: (step: number) => number = (step) => step * 10): Point[] {
  return Array.from({ length: count }, (_, step) => {
    const value = step % 97 === 5 ? Number.NaN : step % 1_501 === 7 ? Infinity : Math.sin(step * 12.9898) * 5 + step / count
    return { step, timestamp: timeOf(step), value }
  })
}

function runOf(points: readonly Point[]): MemoryRun {
  const run = new MemoryRun()
  for (let at = 0; at < points.length; at += 10_000) {
    run.log([{ keyId: KEY, points: points.slice(at, at + 10_000) }])
    run.seal()
  }
  return run
}

/** The definition: the weighted mean of all finite values up to each point. */
function averagesOf(points: readonly Point[], weight: number): number[] {
  let sum = 0
  let total = 0
  return points.map(({ value }) => {
    if (Number.isFinite(value)) {
      sum = sum * weight + value
      total = total * weight + 1
    }
    return sum / total
  })
}

function smooth(run: MemoryRun, options: { x: 'step' | 'time'; from: number; to: number; width: number; weight: number }) {
  const parts = run.parts(KEY)
  const buckets = run.read(bucketSeries(parts, options))
  return { buckets, smoothed: run.read(smoothSeries(parts, buckets, options)) }
}

test.each([0, 0.5, 0.9, 0.99, 0.999])('the average of weight %d at the end of each bucket is that of all points before', (weight) => {
  const points = noisy(60_000)
  const expected = averagesOf(points, weight)
  const { buckets, smoothed } = smooth(runOf(points), { x: 'step', from: 0, to: 59_999, width: 5_000, weight })
  expect([...smoothed]).toEqual(Array.from(buckets.xLast as ArrayLike<number>, (step) => expect.closeTo(expected[step] ?? Number.NaN, 10)))
})

test('it is the same however closely one looks', () => {
  const run = runOf(noisy(60_000))
  const whole = smooth(run, { x: 'step', from: 0, to: 59_999, width: 1_000, weight: 0.95 })
  const part = smooth(run, { x: 'step', from: 30_000, to: 30_999, width: 1, weight: 0.95 })
  expect(part.smoothed.at(-1)).toBe(whole.smoothed[30])
})

test('a light average of a long series decodes a few blocks per bucket', () => {
  const run = runOf(noisy(200_000))
  const parts = run.parts(KEY)
  const options = { x: 'step', from: 0, to: 199_999, width: 20_000, weight: 0.9 } as const
  const buckets = run.read(bucketSeries(parts, options))
  const before = run.blocksRead
  run.read(smoothSeries(parts, buckets, options))
  expect(run.blocksRead - before).toBeLessThanOrEqual(30)
})

test('where the clock goes back, the average still runs along the steps', () => {
  const points = noisy(5_000, (step) => (step < 2_500 ? 100_000 + step : step))
  const expected = averagesOf(points, 0.8)
  const { smoothed } = smooth(runOf(points), { x: 'time', from: 0, to: 199_999, width: 100_000, weight: 0.8 })
  expect([...smoothed]).toEqual([expect.closeTo(expected[4_999] ?? 0, 10), expect.closeTo(expected[2_499] ?? 0, 10)])
})

test('times beyond what a double holds exactly do not disturb those that are looked at', () => {
  const points = [5, 3, 2n ** 60n, 4].map((timestamp, step) => ({ step, timestamp, value: step }))
  const { smoothed } = smooth(runOf(points), { x: 'time', from: 0, to: 9, width: 1, weight: 0 })
  expect([...smoothed]).toEqual([1, 3, 0])
})

test('there is none before the first finite value', () => {
  const points = [Number.NaN, Infinity, 3, Number.NaN].map((value, step) => ({ step, timestamp: step, value }))
  const { smoothed } = smooth(runOf(points), { x: 'step', from: 0, to: 3, width: 1, weight: 0.5 })
  expect([...smoothed]).toEqual([Number.NaN, Number.NaN, 3, 3])
})
