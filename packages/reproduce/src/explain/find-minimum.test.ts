import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findMinimum, type Test } from './find-minimum.ts'

/** Passes where all of `needed` are there; `runs` counts what was really run. */
function needing(needed: readonly number[], most = Infinity): { readonly test: Test<number>; readonly runs: () => number } {
  const known = new Map<string, 'restored' | 'different'>()
  return {
    runs: () => known.size,
    test: (subset) => {
      const key = subset.toSorted((a, b) => a - b).join()
      if (!known.has(key) && known.size >= most) return Promise.resolve(undefined)
      known.set(key, needed.every((item) => subset.includes(item)) ? 'restored' : 'different')
      return Promise.resolve(known.get(key))
    },
  }
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

describe('the smallest set', () => {
  it('is the likeliest alone, after one run', async () => {
    const { test, runs } = needing([0])
    expect(await findMinimum(upTo(9), test)).toEqual({ set: [0], isFinal: true })
    expect(runs()).toBe(1)
  })
  it('is exactly what is needed, whatever that is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 4 }), async (needed) => {
        const { set, isFinal } = await findMinimum(upTo(12), needing(needed).test)
        expect(set?.toSorted((a, b) => a - b)).toEqual(needed.toSorted((a, b) => a - b))
        expect(isFinal).toBe(true)
      }),
    )
  })
  it('takes about as many runs as halving for one among many', async () => {
    const { test, runs } = needing([29])
    await findMinimum(upTo(32), test)
    expect(runs()).toBeLessThanOrEqual(14)
  })
  it('is none where all together are not enough', async () => {
    expect(await findMinimum(upTo(4), needing([7]).test)).toEqual({ set: undefined, isFinal: true })
    expect(await findMinimum([], needing([]).test)).toEqual({ set: undefined, isFinal: true })
  })
  it('is said not to be final where the runs do not suffice', async () => {
    const found = await findMinimum(upTo(16), needing([3, 12], 5).test)
    expect(found.isFinal).toBe(false)
    expect(found.set).toEqual(expect.arrayContaining([3, 12]))
    expect(await findMinimum(upTo(16), needing([3], 1).test)).toEqual({ set: undefined, isFinal: false })
  })
})
