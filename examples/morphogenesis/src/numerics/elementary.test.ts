import { describe, expect, it } from 'vitest'
import { cos, exp, log, sin } from './elementary.ts'

const spread = Array.from({ length: 2001 }, (_, index) => (index - 1000) * 0.0371)

describe('the elementary functions', () => {
  it('agree with the engine to about the last bit', () => {
    for (const x of spread) {
      expect(exp(x) / Math.exp(x)).toBeCloseTo(1, 14)
      expect(sin(x)).toBeCloseTo(Math.sin(x), 13)
      expect(cos(x)).toBeCloseTo(Math.cos(x), 13)
    }
    for (const x of spread.filter((value) => value > 0)) expect(log(x)).toBeCloseTo(Math.log(x), 14)
  })

  it('answer at the edges of their domains', () => {
    expect(exp(0)).toBe(1)
    expect(exp(-1e9)).toBe(0)
    expect(exp(1e9)).toBe(Infinity)
    expect(exp(Number.NaN)).toBeNaN()
    expect(log(1)).toBe(0)
    expect(log(5e-324)).toBeCloseTo(Math.log(5e-324), 10)
    expect(log(0)).toBeNaN()
    expect([sin(0), cos(0)]).toEqual([0, 1])
  })
})
