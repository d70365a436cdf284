import { describe, expect, it } from 'vitest'
import { boxOf, deviationOf, meanOf, quantileOf } from './spread.ts'

describe('what a sample says of its values', () => {
  it('finds quantiles between values as NumPy does', () => {
    // numpy.quantile([1, 2, 4, 8], [0, 0.25, 0.5, 0.75, 1])
    expect([0, 0.25, 0.5, 0.75, 1].map((fraction) => quantileOf([1, 2, 4, 8], fraction))).toEqual([1, 1.75, 3, 5, 8])
    expect(quantileOf([], 0.5)).toBeNaN()
  })

  it('draws whiskers to the last values within 1.5 times the box, and leaves the rest as outliers', () => {
    expect(boxOf([100, 1, 3, 2, 4, 5, -50])).toEqual({
      count: 7,
      low: 1,
      quartile1: 1.5,
      median: 3,
      quartile3: 4.5,
      high: 5,
      mean: 65 / 7,
      outliers: [-50, 100],
    })
    expect(boxOf([2])).toMatchObject({ low: 2, median: 2, high: 2, outliers: [] })
    expect(boxOf([])).toBeUndefined()
  })

  it('takes the deviation of a sample, and none of one value', () => {
    expect(deviationOf([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(2.13809, 5)
    expect([deviationOf([3]), meanOf([1, 2])]).toEqual([0, 1.5])
  })
})
