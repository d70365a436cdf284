import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePairs } from './compare-pairs.ts'
import { exactMcNemar } from './mcnemar.ts'
import { permutePairs } from './permutation.ts'

describe('exactMcNemar', () => {
  it.each([
    // Of 22 pairs that differ, 6 and 16: 110,056 of 2^21 arrangements.
    [6, 16, 0.0524788],
    [1, 9, 0.0214844],
    [0, 6, 0.03125],
    [0, 5, 0.0625],
    [5, 5, 1],
    [0, 1, 1],
    [0, 0, 1],
  ])('of %i and %i is %f', (onlyBaseline, onlyOptimized, expected) => {
    expect(exactMcNemar(onlyBaseline, onlyOptimized)).toBeCloseTo(expected, 6)
    expect(exactMcNemar(onlyOptimized, onlyBaseline)).toBeCloseTo(expected, 6)
  })

  it('holds for thousands of pairs, where powers of two do not fit a double', () => {
    // The normal approximation with continuity correction gives 0.0270.
    expect(exactMcNemar(950, 1_050)).toBeCloseTo(0.0268, 3)
    expect(exactMcNemar(0, 5_000)).toBe(0)
    expect(exactMcNemar(2_500, 2_500)).toBe(1)
  })
})

/** Darwin's maize, in eighths of an inch: crossed minus self-fertilised, as Fisher has them. */
const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

describe('permutePairs', () => {
  it('counts for Darwin’s maize what Fisher counted: 863 of 32,768 on one side', () => {
    expect(permutePairs(darwin)).toEqual({ pValue: (2 * 863) / 32_768, draws: undefined })
  })

  it('leaves pairs out that do not differ', () => {
    expect(permutePairs([...darwin, 0, 0, 0])).toEqual(permutePairs(darwin))
    expect(permutePairs([0, 0]).pValue).toBe(1)
    expect(permutePairs([]).pValue).toBe(1)
    expect(permutePairs([0.4]).pValue).toBe(1)
  })

  it('is not misled by the last digit of a sum', () => {
    // 0.1 + 0.2 - 0.3 is not 0 in doubles, and has to count as it.
    expect(permutePairs([0.1, 0.2, -0.3]).pValue).toBe(1)
    expect(permutePairs([0.1, 0.2, 0.3]).pValue).toBe(0.25)
  })

  it('draws where there are too many to count, near the exact value, the same each time', () => {
    const many = [...darwin, ...darwin.map((difference) => difference / 2)]
    const { pValue, draws } = permutePairs(many)
    expect(draws).toBe(100_000)
    expect(permutePairs(many).pValue).toBe(pValue)
    // Every sign the same: 2 of 2^30 arrangements, of which none is drawn.
    expect(permutePairs(Array.from({ length: 30 }, () => 1)).pValue).toBeCloseTo(1 / 100_001, 9)
    expect(permutePairs(Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? 1 : -1))).pValue).toBe(1)
  })
})

describe('comparePairs', () => {
  it('takes McNemar’s test for successes and failures, and names it', () => {
    expect(comparePairs([0, 0, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1, 1])).toEqual({
      pValue: expect.closeTo(0.03125, 12),
      test: 'McNemar, exact, two-sided',
      differingPairs: 6,
      isImprovement: true,
    })
  })

  it('takes the permutation test for graded scores, and names it', () => {
    expect(comparePairs([0, 0.5, 1], [1, 1, 1])).toEqual({
      pValue: 0.5,
      test: 'paired permutation of means, exact, two-sided',
      differingPairs: 2,
      isImprovement: false,
    })
  })

  it('does not call a program better that is surely worse', () => {
    const [good, bad] = [Array<number>(10).fill(1), Array<number>(10).fill(0)]
    expect(comparePairs(bad, good).isImprovement).toBe(true)
    expect(comparePairs(good, bad)).toMatchObject({ isImprovement: false, pValue: expect.closeTo(2 / 2 ** 10, 12) })
  })

  it('finds nothing where nothing differs, and refuses scores of other examples', () => {
    expect(comparePairs([1, 0, 1], [1, 0, 1])).toMatchObject({ pValue: 1, differingPairs: 0, isImprovement: false })
    expect(comparePairs([], [])).toMatchObject({ pValue: 1, isImprovement: false })
    expect(() => comparePairs([1], [1, 0])).toThrow('have to be of the same examples')
  })

  it('errs as rarely as it says: with no difference between programs at most one in twenty comparisons is significant', () => {
    const scores = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 10,
      maxLength: 10,
    })
    const pairs = fc.sample(scores, { numRuns: 1_000, seed: 7 })
    const significant = pairs.filter(
      (list) =>
        comparePairs(
          list.map(([one]) => one),
          list.map(([, other]) => other),
        ).pValue < 0.05,
    )
    // 5 % are 50; by chance 75 and more are rarer than one in a thousand.
    expect(significant.length).toBeLessThan(75)
  })
})
