import { describe, expect, it } from 'vitest'
import { rankCorrelationOf, ranksOf, trendOf } from './correlation.ts'

describe('how two fields go together', () => {
  it('finds the line of least squares and Pearson’s r', () => {
    const trend = trendOf([1, 2, 3, 4], [2, 4, 5, 4])
    expect(trend).toMatchObject({ slope: 0.7, intercept: 2, count: 4 })
    // scipy.stats.pearsonr
    expect(trend.r).toBeCloseTo(0.718185, 6)
    expect(trendOf([1, 1], [1, 2]).r).toBeNaN()
  })

  it('asks Spearman’s rho only for the order, equal values sharing a rank', () => {
    expect(ranksOf([10, 30, 20, 20])).toEqual([1, 4, 2.5, 2.5])
    expect(rankCorrelationOf([1, 2, 3, 4], [1, 10, 100, 1000])).toBe(1)
    // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])
    expect(rankCorrelationOf([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.820783, 6)
  })
})
