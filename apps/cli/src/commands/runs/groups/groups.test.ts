import { describe, expect, it } from 'vitest'
import { parseSince } from '../parse-since.ts'
import { describeGroup } from './describe-group.ts'
import { describeTrend } from './describe-trend.ts'
import { findAnomalies } from './find-anomalies.ts'
import { median, medianDeviation, medianSlope, quantile, testTrend } from './statistics.ts'

const x = [0, 1, 2, 3, 4, 5.5, 6, 7, 9, 10, 11, 12]
const y = [2, 2.5, 2.1, 2.9, 3.4, 3.3, 30, 4.1, 4, 4.6, 4.4, 5.2]
const tied = [1, 1, 2, 2, 2, 3, 1, 4, 4, 5, 3, 3, 2, 5, 6, 6]
/** A sample of a normal distribution around 10, with a deviation of 1. */
const noise = [
  10.001, 10.299, 9.726, 9.109, 9.545, 9.008, 10.06, 11.34, 9.508, 9.38, 10.49, 10.357, 10.105, 9.07, 9.971, 10.695, 8.656, 9.542, 8.099,
  8.71, 8.158, 9.765, 8.733, 10.271, 10.157, 9.813, 7.483, 9.461, 9.951, 10.113, 8.47, 9.522, 9.021, 9.191, 11.061, 9.192, 9.967, 10.884,
  9.416, 9.888,
]

// What NumPy 2, scipy.stats.theilslopes and pymannkendall say of the same numbers.
describe('statistics are those of NumPy and SciPy', () => {
  it('medians and quantiles', () => {
    expect([median(y), quantile(y, 0.95), quantile([3, 1, 2], 0.95)]).toEqual([3.7, expect.closeTo(16.36, 9), expect.closeTo(2.9, 9)])
    expect([quantile([5], 0.95), median([1, 2, 3, 4]), median([])]).toEqual([5, 2.5, Number.NaN])
    expect(medianDeviation(noise)).toBeCloseTo(0.4995, 9)
  })

  it('slopes of Theil and Sen, which a wild value does not move', () => {
    const points = x.map((each, index) => ({ x: each, y: y[index] ?? 0 }))
    expect(medianSlope(points)).toBeCloseTo(0.24415584415584415, 12)
    expect(medianSlope(noise.map((each, index) => ({ x: index, y: each })))).toBeCloseTo(-0.006086956521739105, 12)
    expect(medianSlope(tied.map((each, index) => ({ x: index, y: each })))).toBeCloseTo(1 / 3, 12)
    expect(medianSlope([{ x: 1, y: 2 }])).toBeNaN()
  })

  it('tests of Mann and Kendall, with ties', () => {
    expect(testTrend(y)).toBeCloseTo(0.0012689552286568873, 7)
    expect(testTrend(tied)).toBeCloseTo(0.0009466939639377614, 7)
    expect(testTrend(noise)).toBeCloseTo(0.5680669608513922, 6)
    expect(testTrend([1, 1, 1, 1])).toBe(1)
  })
})

const HOUR = 3_600_000
const hourly = (values: readonly number[]) => values.map((value, index) => ({ id: `r${index}`, start: index * HOUR, value }))

describe('a trend', () => {
  it('is rising or falling where it is sure and large enough, and says by how much', () => {
    const rising = describeTrend(hourly(y))
    expect(rising).toMatchObject({ direction: 'rising', p_value: expect.closeTo(0.00127, 5) })
    expect(rising.slope_per_day).toBeCloseTo(24 * 0.2725, 9)
    expect(rising.change).toBeCloseTo((11 * 0.2725) / 3.7, 9)
    expect(describeTrend(hourly(y.toReversed())).direction).toBe('falling')
  })

  it('is steady in noise, in what is always the same, and in a change that nobody would notice', () => {
    expect(describeTrend(hourly(noise)).direction).toBe('steady')
    expect(describeTrend(hourly(Array.from({ length: 20 }, () => 3)))).toMatchObject({ direction: 'steady', change: 0, p_value: 1 })
    expect(describeTrend(hourly(Array.from({ length: 20 }, (_, index) => 100 + index / 10))).direction).toBe('steady')
    expect(describeTrend(hourly(Array.from({ length: 20 }, () => 0)))).toMatchObject({ direction: 'steady', change: null })
  })

  it('is unknown of few runs, and of runs at one time', () => {
    expect(describeTrend(hourly([1, 2, 3, 4, 5, 6, 7])).direction).toBe('unknown')
    expect(describeTrend(hourly(y).map((run) => ({ ...run, start: 5 }))).direction).toBe('unknown')
  })

  it('is found in thousands of runs without comparing all pairs', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => 10 + index / 10_000 + (noise[index % noise.length] ?? 0))
    const { direction, change } = describeTrend(hourly(many))
    expect([direction, change]).toEqual(['rising', expect.closeTo(2 / 20.75, 1)])
  })
})

describe('anomalies', () => {
  it('are far from the median of the runs before them, the latest first', () => {
    const values = [...noise.slice(0, 20), 30, ...noise.slice(20, 30), 1]
    expect(findAnomalies(hourly(values))).toMatchObject([
      { run_id: 'r31', value: 1 },
      { run_id: 'r20', value: 30, usual: median(noise.slice(0, 20)), start_time: 20 * HOUR },
    ])
  })

  it('follow what has become usual', () => {
    const slower = [...noise, ...noise.map((value) => value + 50)]
    const found = findAnomalies(hourly(slower)).map(({ run_id: id }) => Number(id.slice(1)))
    // Half of the runs that count have to be slow before slow is usual.
    expect(found.filter((index) => index >= 40).length).toBeGreaterThanOrEqual(10)
    expect(found.filter((index) => index >= 60)).toEqual([])
  })

  it('are none among few runs or by a hair, and the one that differs from what is always the same', () => {
    expect(findAnomalies(hourly([1, 1, 1, 1, 1, 1, 1, 99]))).toEqual([])
    expect(findAnomalies(hourly([...Array.from({ length: 10 }, () => 100), 101]))).toEqual([])
    expect(findAnomalies(hourly([...Array.from({ length: 10 }, () => 100), 104]))).toMatchObject([{ value: 104, usual: 100 }])
  })
})

describe('a group', () => {
  it('counts what succeeded and failed, and measures what has a number', () => {
    const runs = [
      { id: 'c', start: 30, value: 3, isSuccess: false },
      { id: 'a', start: 10, value: 1, isSuccess: true },
      { id: 'b', start: 20, value: Number.NaN, isSuccess: true },
      { id: 'd', start: 40, value: undefined, isSuccess: undefined },
    ]
    expect(describeGroup('x', runs)).toEqual({
      group: 'x',
      count: 4,
      succeeded: 2,
      failed: 1,
      success_rate: 2 / 3,
      measured: 2,
      median: 2,
      p95: 2.9,
      trend: { direction: 'unknown', slope_per_day: null, change: null, p_value: null },
      anomalies: [],
      first_start_time: 10,
      last_start_time: 40,
    })
    const running = { id: 'd', start: 40, value: undefined, isSuccess: undefined }
    expect(describeGroup('x', [running])).toMatchObject({ success_rate: null, median: null, p95: null })
  })
})

it('reads since when', () => {
  const now = Date.parse('2026-11-21T12:00:00Z')
  expect(['30m', '12h', '7d', '2w'].map((text) => now - parseSince(text, now))).toEqual([1_800_000, 43_200_000, 604_800_000, 1_209_600_000])
  expect(parseSince('2026-11-01', now)).toBe(Date.parse('2026-11-01'))
  for (const wrong of ['', '7', 'yesterday', '7 years', '2026-13-01']) expect(() => parseSince(wrong, now)).toThrow('It is a time such as')
})
