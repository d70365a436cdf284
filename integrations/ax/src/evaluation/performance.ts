/** How a program did on examples. */
export interface Performance {
  /** Part of the examples that succeeded, from 0 to 1. */
  readonly successRate: number
  /** Per example, in the currency of the prices; undefined where no prices are known. */
  readonly avgCost?: number | undefined
  /** Milliseconds per example. */
  readonly avgLatencyMs?: number | undefined
  /** Mean score, from 0 to 1. */
  readonly qualityScore: number
  /** The score of each example, in order: with those of another program for the same examples they are tested for significance. */
  readonly scores?: readonly number[] | undefined
}

/** What was gained; negative where it got worse. */
export interface Improvement {
  readonly successRate: number
  readonly costReduction: number | undefined
  readonly latencyReductionMs: number | undefined
  readonly quality: number
  /** Of the quality score, as part of the baseline's: 0.25 is 25 %. Of a baseline of 0 the quality itself. */
  readonly percentage: number
}

export function compare(baseline: Performance, optimized: Performance): Improvement {
  const quality = optimized.qualityScore - baseline.qualityScore
  return {
    successRate: optimized.successRate - baseline.successRate,
    costReduction: subtract(baseline.avgCost, optimized.avgCost),
    latencyReductionMs: subtract(baseline.avgLatencyMs, optimized.avgLatencyMs),
    quality,
    percentage: baseline.qualityScore === 0 ? quality : quality / baseline.qualityScore,
  }
}

function subtract(from: number | undefined, value: number | undefined): number | undefined {
  return from === undefined || value === undefined ? undefined : from - value
}
