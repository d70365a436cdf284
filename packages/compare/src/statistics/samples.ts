import { studentCdf, studentQuantile } from './student.ts'

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The sample's standard deviation, with n - 1. NaN for fewer than two values. */
export function deviation(values: readonly number[]): number {
  const middle = mean(values)
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1))
}

/** Where one more value of the same kind falls. */
export interface PredictionInterval {
  readonly low: number
  readonly high: number
  /** Values it was made from. */
  readonly repeats: number
  /** Share of further values that falls inside. */
  readonly confidence: number
}

/** Mean ± t·s·√(1 + 1/k): where the next value of a normal sample falls. Needs three values: with two, it spans nearly everything. */
export function predictNext(values: readonly number[], confidence = 0.95): PredictionInterval | undefined {
  if (values.length < 3 || !values.every(Number.isFinite)) return undefined
  const reach = studentQuantile(1 - (1 - confidence) / 2, values.length - 1) * deviation(values) * Math.sqrt(1 + 1 / values.length)
  const middle = mean(values)
  return { low: middle - reach, high: middle + reach, repeats: values.length, confidence }
}

/** What two one-sided tests say of paired differences. */
export interface Equivalence {
  readonly pairs: number
  readonly meanDifference: number
  /** The larger of both tests. */
  readonly p: number
  /** Whether the mean difference is shown to be within the margin. Not shown is not refuted. */
  readonly isShown: boolean
}

/**
 * TOST for paired samples: whether the mean difference lies within ± `margin`, which is chosen beforehand and never taken from the data.
 * Undefined for fewer than two pairs.
 */
export function testEquivalence(
  differences: readonly number[],
  { margin, alpha = 0.05 }: { readonly margin: number; readonly alpha?: number },
): Equivalence | undefined {
  const pairs = differences.length
  if (pairs < 2 || !differences.every(Number.isFinite)) return undefined
  const meanDifference = mean(differences)
  const error = deviation(differences) / Math.sqrt(pairs)
  if (error === 0) {
    const isShown = Math.abs(meanDifference) < margin
    return { pairs, meanDifference, p: isShown ? 0 : 1, isShown }
  }
  const above = 1 - studentCdf((meanDifference + margin) / error, pairs - 1)
  const below = studentCdf((meanDifference - margin) / error, pairs - 1)
  const p = Math.max(above, below)
  return { pairs, meanDifference, p, isShown: p < alpha }
}
