import type { MeasuredPerformance, Progress } from '@reprise/ax'
import type { TicketResult } from '../optimize-tickets.ts'

export function describeProgress(progress: Progress): string {
  if (progress.kind === 'trial') return `trial ${progress.iteration}: score ${progress.trial.score.toFixed(3)}`
  return `baseline: ${toPercent(progress.performance.successRate)} of ${progress.performance.scores.length} held-out tickets right`
}

/** Baseline and result side by side, and what the difference is worth. */
export function describeResult({ baseline, optimized, significance, keyImprovements }: TicketResult): string[] {
  const row = (name: string, show: (performance: MeasuredPerformance) => string): string =>
    `  ${name.padEnd(16)}${show(baseline).padStart(12)}${show(optimized).padStart(12)}`
  return [
    `  ${''.padEnd(16)}${'baseline'.padStart(12)}${'optimized'.padStart(12)}`,
    row('success_rate', ({ successRate }) => toPercent(successRate)),
    row('quality_score', ({ qualityScore }) => qualityScore.toFixed(3)),
    row('avg_cost', ({ avgCost }) => avgCost?.toFixed(6) ?? 'unknown'),
    row('avg_latency_ms', ({ avgLatencyMs = 0 }) => avgLatencyMs.toFixed(1)),
    ...(significance === undefined ? [] : [describeSignificance(significance)]),
    'key improvements:',
    ...keyImprovements.map((line) => `  ${line.length > 160 ? `${line.slice(0, 160)}…` : line}`),
  ]
}

function describeSignificance({ pValue, test, differingPairs, isImprovement }: NonNullable<TicketResult['significance']>): string {
  const judged = `p = ${pValue.toPrecision(3)} by ${test} on ${differingPairs} answers that differ`
  if (isImprovement) return `the optimized program is better: ${judged}`
  return `NO significant improvement: ${judged}; what there is may be chance`
}

export function toPercent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`
}
