import { exactMcNemar } from './mcnemar.ts'
import { permutePairs } from './permutation.ts'

const LEVEL = 0.05

/** How surely two programs differ, judged by their scores for the same examples. */
export interface Significance {
  /** Two-sided; 1 where nothing differs. */
  readonly pValue: number
  /** The test, as the tag `significance_test` has it. */
  readonly test: string
  /** Pairs whose scores differ: only they count. */
  readonly differingPairs: number
  /** Whether the p-value is below 0.05 and the optimised program is the better one. */
  readonly isImprovement: boolean
}

/**
 * Compares the scores of two programs for the same examples, in the same order: by McNemar's exact test where all are 0 or 1, and by a paired
 * permutation test where they are graded. Throws when the lists are not of one length.
 */
export function comparePairs(baseline: readonly number[], optimized: readonly number[]): Significance {
  if (baseline.length !== optimized.length) {
    throw new RangeError(`${baseline.length} scores can not be paired with ${optimized.length}: they have to be of the same examples.`)
  }
  const differences = optimized.map((score, index) => score - (baseline[index] ?? 0))
  const differing = differences.filter((difference) => difference !== 0)
  const total = differing.reduce((sum, difference) => sum + difference, 0)
  const { pValue, test } = [...baseline, ...optimized].every(isBinary) ? testBinary(differing) : testGraded(differing)
  return { pValue, test, differingPairs: differing.length, isImprovement: pValue < LEVEL && total > 0 }
}

function testBinary(differing: readonly number[]): { pValue: number; test: string } {
  const better = differing.filter((difference) => difference > 0).length
  return { pValue: exactMcNemar(differing.length - better, better), test: 'McNemar, exact, two-sided' }
}

function testGraded(differing: readonly number[]): { pValue: number; test: string } {
  const { pValue, draws } = permutePairs(differing)
  return { pValue, test: `paired permutation of means, ${draws === undefined ? 'exact' : `${draws} draws`}, two-sided` }
}

function isBinary(score: number): boolean {
  return score === 0 || score === 1
}
