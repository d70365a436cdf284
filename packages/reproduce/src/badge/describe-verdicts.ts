import type { LastVerdict } from '../audit/audit.ts'
import type { Badge, Tone } from './badge.ts'

const LABEL = 'reproduction'
const words: ReadonlyMap<string | undefined, readonly [message: string, tone: Tone]> = new Map([
  ['BIT_IDENTICAL', ['reproduced', 'good']],
  ['WITHIN_TOLERANCE', ['within tolerance', 'near']],
  ['DIVERGED', ['diverged', 'bad']],
  ['CANNOT', ['cannot', 'lacking']],
])
const untried = ['not tried', 'none'] as const

/** The badge of one run. A verdict that nobody knows counts as none. */
export function describeRun(last: LastVerdict | undefined): Badge {
  const [message, tone] = words.get(last?.verdict) ?? untried
  const kind = last?.kind === undefined || tone === 'none' ? '' : ` (${last.kind})`
  return { label: LABEL, message, tone, title: `${LABEL}: ${message}${kind}` }
}

/** How many runs have which verdict. */
export interface VerdictCounts {
  readonly runs: number
  readonly reproduced: number
  readonly diverged: number
  readonly cannot: number
}

/** Counts runs by their last verdicts; `BIT_IDENTICAL` and `WITHIN_TOLERANCE` are both reproduced. */
export function addVerdict(counts: VerdictCounts, last: LastVerdict | undefined): VerdictCounts {
  const tone = words.get(last?.verdict)?.[1]
  return {
    runs: counts.runs + 1,
    reproduced: counts.reproduced + (tone === 'good' || tone === 'near' ? 1 : 0),
    diverged: counts.diverged + (tone === 'bad' ? 1 : 0),
    cannot: counts.cannot + (tone === 'lacking' ? 1 : 0),
  }
}

/** Before anything is counted. */
export const noVerdicts: VerdictCounts = { runs: 0, reproduced: 0, diverged: 0, cannot: 0 }

/** The badge of an experiment: how many of its runs were reproduced. */
export function describeExperiment(counts: VerdictCounts): Badge {
  const { runs, reproduced, diverged, cannot } = counts
  const tried = reproduced + diverged + cannot
  const message = tried === 0 ? 'not tried' : `${reproduced} of ${runs}`
  const title = `reproduced: ${reproduced} of ${runs}; ${diverged} diverged, ${cannot} cannot, ${runs - tried} not tried`
  return { label: 'reproduced', message, tone: toneOf(counts, tried), title }
}

function toneOf({ runs, reproduced, diverged, cannot }: VerdictCounts, tried: number): Tone {
  if (tried === 0) return 'none'
  if (diverged > 0) return 'bad'
  if (cannot > 0) return 'lacking'
  return reproduced === runs ? 'good' : 'near'
}
