/**
 * How alike two things are, the best first. `canonical`: the same but for what is known to say nothing (order of JSON keys, times inside an
 * archive). `numeric`: all numbers within the tolerance. `statistical`: within what repeats scatter. `missing`: only one side has it.
 */
export const rungs = ['identical', 'canonical', 'numeric', 'statistical', 'different', 'missing', 'notJudged'] as const
export type Rung = (typeof rungs)[number]

/** Bounds within which two numbers count as alike. A difference within any of the three is within. */
export interface Tolerance {
  /** Share of the larger magnitude. */
  readonly relative: number
  /** In the unit of the number. */
  readonly absolute: number
  /** Representable numbers of the type between the two. */
  readonly ulps: number
}

/** Enough for rounding in another order, far below what another seed does. Never taken from the scatter of runs. */
export const defaultTolerance: Tolerance = { relative: 1e-6, absolute: 1e-12, ulps: 2 }

/** What was found; every field that does not apply is absent. */
export interface Evidence {
  /** How many numbers, pixels, lines or bytes were held against each other. */
  readonly compared?: number
  readonly differing?: number
  readonly largestAbsolute?: number
  /** Share of the larger magnitude; 1 where a sign differs or one side is no number. */
  readonly largestRelative?: number
  readonly largestUlps?: number
  /** Where the first difference is, and what stands there. */
  readonly first?: Difference
  /** Metrics only: the first step at which the values differ. */
  readonly firstStep?: string
  /** Metrics only: relative differences at the first steps of the series. */
  readonly early?: readonly EarlyDifference[]
}

export interface Difference {
  /** Such as `line 3`, `[2, 0]`, `$.loss`, `byte 17`. */
  readonly place: string
  readonly a: string
  readonly b: string
}

export interface EarlyDifference {
  readonly step: string
  readonly relative: number
}

/** What became of holding one thing against another. */
export interface Comparison {
  readonly rung: Rung
  /** Name of the comparer that decided. */
  readonly comparer: string
  readonly evidence: Evidence
  /** What a reader should know: `the same lines in another order`, `not a PNG after all`. */
  readonly notes: readonly string[]
  /** It is `different`, but only in what is named like a clock, a load or a log: repeats that agree on it show that it is none. */
  readonly isOpen?: true
  /** It holds nothing but times, ids and the like: alone, it says nothing of how alike two results are. */
  readonly isPassing?: true
}

/** The worse of two rungs, as the order of {@link rungs} has it. */
export function worseRung(a: Rung, b: Rung): Rung {
  return rungs.indexOf(a) >= rungs.indexOf(b) ? a : b
}
