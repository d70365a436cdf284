/** A verdict as people read it; what stands behind it is in the reference. */
export interface VerdictWords {
  readonly text: string
  readonly look: 'good' | 'warn' | 'bad'
}

const verdicts: Readonly<Record<string, VerdictWords>> = {
  BIT_IDENTICAL: { text: 'Bit identical', look: 'good' },
  WITHIN_TOLERANCE: { text: 'Within tolerance', look: 'good' },
  DIVERGED: { text: 'Diverged', look: 'bad' },
  CANNOT: { text: 'Can not be reproduced', look: 'warn' },
}

export function wordsOf(verdict: string): VerdictWords {
  return verdicts[verdict] ?? { text: verdict, look: 'warn' }
}

/** How alike two results are, in words. */
export const rungWords: Readonly<Record<string, string>> = {
  identical: 'identical',
  canonical: 'the same content',
  numeric: 'within tolerance',
  statistical: 'within the scatter of repeats',
  different: 'different',
  missing: 'missing',
  notJudged: 'not judged',
}
