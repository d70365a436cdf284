import type { Comparison } from '../comparison.ts'
import { excerpt } from '../text/decode-text.ts'
import { replacePassing } from '../text/passing.ts'

/** Holds two values of a param against each other: as texts, without the folders, ids and times in them. */
export function compareParams([a, b]: readonly [string, string]): Comparison {
  if (a === b) return { rung: 'identical', comparer: 'param', evidence: {}, notes: [] }
  const rung = replacePassing(a) === replacePassing(b) ? 'canonical' : 'different'
  return { rung, comparer: 'param', evidence: { first: { place: 'value', a: excerpt(a), b: excerpt(b) } }, notes: [] }
}
