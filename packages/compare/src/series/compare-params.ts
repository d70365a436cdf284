import type { Comparison } from '../comparison.ts'
import { excerpt } from '../text/decode-text.ts'
import { replacePassing } from '../text/passing.ts'
import type { Setting } from '../text/setting.ts'

/** Holds two values of a param against each other: as texts, without the folders, ids and times of the runs in them. */
export function compareParams([a, b]: readonly [string, string], settings: readonly [Setting, Setting] = [{}, {}]): Comparison {
  if (a === b) return { rung: 'identical', comparer: 'param', evidence: {}, notes: [] }
  const rung = replacePassing(a, settings[0]) === replacePassing(b, settings[1]) ? 'canonical' : 'different'
  return { rung, comparer: 'param', evidence: { first: { place: 'value', a: excerpt(a), b: excerpt(b) } }, notes: [] }
}
