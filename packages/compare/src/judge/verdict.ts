/** What a reproduction comes to, with what `reprise reproduce` exits with. */
export const verdicts = { BIT_IDENTICAL: 0, WITHIN_TOLERANCE: 0, DIVERGED: 3, CANNOT: 4 } as const
export type Verdict = keyof typeof verdicts

/**
 * Why: how alike the results are, or what the difference looks like. With CANNOT, what was in the way: a word or two such as `missing data`.
 */
export type VerdictKind = 'identical' | 'numeric' | 'statistical' | 'systematic' | 'noisy' | 'inconclusive' | CannotReason
export const cannotReasons = [
  'nothing to judge',
  'not finished',
  'no record',
  'missing code',
  'missing data',
  'missing program',
  'missing package',
  'missing secret',
  'missing input',
  'network',
  'cached result',
  'path',
  'timeout',
  'not started',
] as const
export type CannotReason = (typeof cannotReasons)[number]

/** A verdict and what it stands on. */
export interface Judgement {
  readonly verdict: Verdict
  readonly kind: VerdictKind
  /** One sentence for a person. */
  readonly why: string
  /** Metrics that were held against the scatter of the repeats. */
  readonly intervals: readonly JudgedInterval[]
}

/** Where the original's last value of a metric lies among repeats. */
export interface JudgedInterval {
  readonly name: string
  readonly original: number
  readonly low: number
  readonly high: number
  readonly repeats: number
  readonly isInside: boolean
}
