import { describe, expect, it } from 'vitest'
import { deviation, mean, predictNext, testEquivalence } from './samples.ts'
import { studentCdf, studentQuantile } from './student.ts'

describe("Student's distribution", () => {
  // Table of critical values, two-sided: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
  it.each([
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.975, 3, 3.182],
    [0.975, 4, 2.776],
    [0.975, 9, 2.262],
    [0.975, 30, 2.042],
    [0.975, 100, 1.984],
    [0.95, 1, 6.314],
    [0.95, 5, 2.015],
    [0.95, 20, 1.725],
    [0.995, 10, 3.169],
    [0.999, 2, 22.327],
    [0.9, 8, 1.397],
  ])('has the published quantile %f for %i degrees of freedom', (probability, freedom, t) => {
    expect(studentQuantile(probability, freedom)).toBeCloseTo(t, 3)
    expect(studentQuantile(1 - probability, freedom)).toBeCloseTo(-t, 3)
  })

  it('has the closed forms of one and two degrees of freedom', () => {
    for (const t of [-5, -0.3, 0, 0.7, 2, 40]) {
      expect(studentCdf(t, 1)).toBeCloseTo(0.5 + Math.atan(t) / Math.PI, 12)
      expect(studentCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 12)
    }
  })
})

// NIST's StRD, Michelson: the speed of light, 100 values; here its first ten.
const michelson = [299.85, 299.74, 299.9, 300.07, 299.93, 299.85, 299.95, 299.98, 299.98, 299.88]

it('has the mean and deviation of a sample', () => {
  expect(mean(michelson)).toBeCloseTo(299.913, 9)
  expect(deviation([2, 4, 4, 4, 5, 5, 7, 9])).toBeCloseTo(Math.sqrt(32 / 7), 12)
})

describe('the prediction interval', () => {
  it('is mean ± t·s·√(1 + 1/k)', () => {
    const interval = predictNext([1, 2, 3])
    const reach = 4.302_652_73 * Math.sqrt(4 / 3)
    expect(interval?.low).toBeCloseTo(2 - reach, 6)
    expect(interval?.high).toBeCloseTo(2 + reach, 6)
  })
  it('needs three values', () => {
    expect(predictNext([1, 2])).toBeUndefined()
    expect(predictNext([1, 2, NaN])).toBeUndefined()
  })
})

describe('the test of equivalence', () => {
  const differences = [0.1, -0.2, 0.05, 0, 0.15, -0.1]
  it('shows equivalence where the 90 % interval of the mean lies within the margin, and only there', () => {
    const reach = (studentQuantile(0.95, 5) * deviation(differences)) / Math.sqrt(6)
    const edge = Math.abs(mean(differences)) + reach
    expect(testEquivalence(differences, { margin: edge * 1.001 })).toMatchObject({ pairs: 6, isShown: true })
    expect(testEquivalence(differences, { margin: edge * 0.999 })).toMatchObject({ isShown: false })
    expect(testEquivalence(differences, { margin: edge })?.p).toBeCloseTo(0.05, 6)
  })
  it('says nothing for one pair, and does not take a constant shift for noise', () => {
    expect(testEquivalence([0.1], { margin: 1 })).toBeUndefined()
    expect(testEquivalence([1, 1, 1], { margin: 0.5 })).toMatchObject({ isShown: false, p: 1 })
  })
})
