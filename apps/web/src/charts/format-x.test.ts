import { describe, expect, test } from 'vitest'
import { labelsOf, numberLabels } from './format-x.ts'

describe('the values at the lines of an axis', () => {
  test('are told apart, however near they are', () => {
    expect(numberLabels([1_000.00001, 1_000.00002, 1_000.00003])).toEqual(['1,000.00001', '1,000.00002', '1,000.00003'])
    expect(numberLabels([0, 0.5, 1])).toEqual(['0', '0.5', '1'])
  })

  test('fit beside the axis when they are very large or small', () => {
    expect(numberLabels([5e298, 1e299])).toEqual(['5e+298', '1e+299'])
    expect(numberLabels([1e-300, 1e-289])).toEqual(['1e−300', '1e−289'])
  })

  test('are days where days lie between them, and lengths people count in', () => {
    const days = [0, 86_400_000, 172_800_000].map((time) => time + new Date(2026, 2, 3).getTime())
    for (const label of labelsOf('time', days, { from: days[0] ?? 0, to: days[2] ?? 0 })) expect(label).not.toMatch(/:/)
    expect(labelsOf('relative', [0, 900_000, 1_800_000], { from: 0, to: 2_000_000 })).toEqual(['0 s', '15 min', '30 min'])
  })
})
