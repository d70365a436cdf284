import { describe, expect, test } from 'vitest'
import { nearest, type Series, seriesOf, smooth } from './series.ts'

const answer = {
  runs: [
    {
      run_id: 'a',
      from: [1_000, 1_010, 2n ** 60n],
      to: [1_005, 1_020, 2n ** 60n],
      count: [2, 3, 1],
      nan_count: [0, 1, 0],
      first: [1, 2, 3],
      last: [1, 2, 3],
      min: [1, 2, 3],
      max: [1, 2, 3],
      mean: [1, 2, 3],
    },
  ],
}

test('relative curves begin at zero', () => {
  expect(seriesOf(answer, true)[0]?.from.slice(0, 2)).toEqual([0, 10])
  expect(seriesOf(answer, false)[0]?.from.slice(0, 2)).toEqual([1_000, 1_010])
})

describe('smoothing', () => {
  test('begins at the first value, not at zero', () => {
    expect(smooth([5, 5, 5], 0.9)).toEqual([5, 5, 5].map((value) => expect.closeTo(value)))
  })

  test('leaves holes where there is no number, and goes on behind them', () => {
    const [before, hole, after] = smooth([1, Number.NaN, 1], 0.5)
    expect([before, after]).toEqual([1, 1])
    expect(hole).toBeNaN()
  })
})

test.each([
  [0, 0],
  [1_003, 0],
  [1_006, 0],
  [1_009, 1],
  [1_015, 1],
  [5_000, 1],
])('the bucket nearest to %i is %i', (x, expected) => {
  expect(nearest(seriesOf(answer, false)[0] as Series, x)).toBe(expected)
})
