import { describe, expect, test } from 'vitest'
import { place, rangeOf, type Scale, ticksOf, valueAt } from './scale.ts'

const linear: Scale = { from: 0, to: 10, isLog: false, start: 100, end: 200 }
const log: Scale = { from: 0.001, to: 1_000, isLog: true, start: 0, end: 600 }

describe('an axis', () => {
  test('maps values to pixels and back', () => {
    expect(place(linear, 5)).toBe(150)
    expect(valueAt(linear, 150)).toBe(5)
    expect(place(log, 1)).toBeCloseTo(300)
    expect(valueAt(log, 300)).toBeCloseTo(1)
  })

  test('reaches as far as doubles do', () => {
    const widest: Scale = { ...linear, from: -1.7e308, to: 1.7e308 }
    expect(place(widest, 0)).toBeCloseTo(150)
    expect(valueAt(widest, 150)).toBeCloseTo(0)
    expect(ticksOf(widest, 4).every(Number.isFinite)).toBe(true)
    expect(rangeOf([-1.7e308, 1.7e308], false)).toEqual({ from: expect.closeTo(-Number.MAX_VALUE), to: expect.closeTo(Number.MAX_VALUE) })
  })

  test('does not place what a logarithm does not have', () => {
    expect(place(log, 0)).toBeNaN()
    expect(place(log, -1)).toBeNaN()
  })

  test('has lines at round values', () => {
    expect(ticksOf({ ...linear, from: 0, to: 0.7 }, 7)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])
    expect(ticksOf({ ...linear, from: -3, to: 12 }, 4)).toEqual([0, 5, 10])
    // Times in milliseconds, as somebody may log them: what is near together is not drawn at one place.
    expect(ticksOf({ ...linear, from: 1_700_000_000_000, to: 1_700_000_000_004 }, 2)).toEqual([
      1_700_000_000_000, 1_700_000_000_002, 1_700_000_000_004,
    ])
    expect(ticksOf({ ...linear, from: 119, to: 121, isWhole: true }, 5)).toEqual([119, 120, 121])
    expect(ticksOf(log, 7)).toEqual([0.001, 0.01, 0.1, 1, 10, 100, 1_000].map((value) => expect.closeTo(value)))
    expect(ticksOf({ ...log, from: 0.3, to: 4 }, 7)).toEqual([0.5, 1, 2])
  })
})

describe('the range of values', () => {
  test('leaves out what is no number', () => {
    expect(rangeOf([1, Number.NaN, Infinity, 3], false)).toEqual({ from: 0.9, to: 3.1 })
    expect(rangeOf([Number.NaN], false)).toBeUndefined()
  })

  test('is never empty', () => {
    expect(rangeOf([5], false)).toEqual({ from: 4.5, to: 5.5 })
    expect(rangeOf([0, 0], false)).toEqual({ from: -1, to: 1 })
  })

  test('leaves out what a logarithm does not have', () => {
    expect(rangeOf([-1, 0, 10], true)).toEqual({ from: expect.closeTo(8.333, 2), to: 12 })
  })
})
