import type { AxGenOut } from '@ax-llm/ax'
import type { MeasuredPerformance } from '../evaluation/measure-program.ts'
import type { ProgramState } from '../programs/program.ts'
import type { Outcome } from '../tracking/optimization.ts'

const SHOWN = 5

export interface Changes<OUT extends AxGenOut> {
  readonly before: ProgramState<OUT>
  readonly after: ProgramState<OUT>
  readonly baseline: MeasuredPerformance
  readonly optimized: MeasuredPerformance
  readonly outcome: Outcome
  /** Their inputs, as they are to be shown. */
  readonly examples: readonly unknown[]
}

/** What has changed, and what it has brought, in words: `key_improvements.txt`. */
export function describeImprovements<OUT extends AxGenOut>(changes: Changes<OUT>): string[] {
  return [...describeVerdict(changes), ...describeTexts(changes), ...describeDemos(changes), ...describeAnswers(changes)]
}

function describeVerdict<OUT extends AxGenOut>({ baseline, optimized, outcome }: Changes<OUT>): string[] {
  const { significance } = outcome
  if (significance === undefined) return []
  const rates = `success rate on held-out examples: ${toPercent(baseline.successRate)} before, ${toPercent(optimized.successRate)} after`
  const judged = `p = ${significance.pValue.toPrecision(3)} (${significance.test})`
  return [rates, significance.isImprovement ? `better, and hardly by chance: ${judged}` : `no significant improvement: ${judged}`]
}

function describeTexts<OUT extends AxGenOut>({ before, after }: Changes<OUT>): string[] {
  return Object.entries(after.components).flatMap(([key, text]) => {
    const old = before.components[key] ?? ''
    if (old === text) return []
    return [`${key} is now: ${text}`, ...(old === '' ? [] : [`${key} was: ${old}`])]
  })
}

function describeDemos<OUT extends AxGenOut>({ before, after }: Changes<OUT>): string[] {
  const [old, now] = [countTraces(before), countTraces(after)]
  return old === now ? [] : [`demonstrations: ${old} before, ${now} after`]
}

function describeAnswers<OUT extends AxGenOut>({ baseline, optimized, examples }: Changes<OUT>): string[] {
  const gained = indexesWhere(examples, (index) => (optimized.scores[index] ?? 0) > (baseline.scores[index] ?? 0))
  const lost = indexesWhere(examples, (index) => (optimized.scores[index] ?? 0) < (baseline.scores[index] ?? 0))
  return [...showSome('better', gained, examples), ...showSome('worse', lost, examples)]
}

function showSome(word: string, indexes: readonly number[], examples: readonly unknown[]): string[] {
  const shown = indexes.slice(0, SHOWN).map((index) => `  ${JSON.stringify(examples[index])}`)
  const more = indexes.length > SHOWN ? [`  and ${indexes.length - SHOWN} more`] : []
  return indexes.length === 0 ? [] : [`${word} answers: ${indexes.length}`, ...shown, ...more]
}

function indexesWhere(examples: readonly unknown[], test: (index: number) => boolean): number[] {
  return examples.map((_, index) => index).filter(test)
}

function countTraces<OUT extends AxGenOut>({ demos }: ProgramState<OUT>): number {
  return demos.reduce((count, { traces }) => count + traces.length, 0)
}

function toPercent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`
}
