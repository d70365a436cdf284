import type { Cause, Judgement } from '@reprise/compare'
import { judge } from '@reprise/compare'
import { type Attempt, attemptRun, type Attempts } from '../attempt.ts'
import { compareResults } from '../results/compare-results.ts'
import type { RunResults } from '../results/read-results.ts'
import { findInterventions, type Intervention } from './interventions.ts'

export interface Explaining {
  readonly causes: readonly Cause[]
  readonly first: Attempt
  /** Of the original. */
  readonly results: RunResults
  readonly judgement: Judgement
}

const MOST_RUNS = 8

/**
 * Undoes suspected causes one at a time and runs again. A cause is confirmed where that brings the result of the original back; in noise,
 * where two repeats then agree. Without `explain`, and for causes that can not be undone here, suspicions stay suspicions.
 */
export async function confirmCauses(attempts: Attempts, { causes, first, results, judgement }: Explaining): Promise<readonly Cause[]> {
  const { options } = attempts
  if (options.explain !== true) return causes
  let left = options.maxRuns ?? MOST_RUNS
  let number = 100
  const confirmed: Cause[] = []
  for (const intervention of findInterventions(attempts.original.record, first.record, causes)) {
    const isNoise = judgement.kind === 'noisy'
    if (left < (isNoise ? 2 : 1)) break
    attempts.context.progress(`undoing ${intervention.cause.kind} ${intervention.cause.subject}`)
    const repeats: Attempt[] = []
    for (let round = 0; round < (isNoise ? 2 : 1); round++)
      repeats.push(await attemptRun(attempts, { number: number++, change: intervention.change }))
    left -= repeats.length
    if (await isBack(repeats, isNoise ? undefined : results, attempts)) confirmed.push(describe(intervention, isNoise))
  }
  const names = new Set(confirmed.map(({ kind, subject }) => `${kind} ${subject}`))
  return [...confirmed, ...causes.filter(({ kind, subject }) => !names.has(`${kind} ${subject}`))]
}

async function isBack([first, second]: readonly Attempt[], original: RunResults | undefined, { options }: Attempts): Promise<boolean> {
  const [a, b] = [original ?? first?.results, original === undefined ? second?.results : first?.results]
  if (a === undefined || b === undefined) return false
  const items = await compareResults([a, b], { tolerance: options.tolerance, judgesStdout: options.stdout === true })
  const { verdict } = judge({ items, controls: [] })
  return verdict === 'BIT_IDENTICAL' || verdict === 'WITHIN_TOLERANCE'
}

function describe({ cause, did }: Intervention, isNoise: boolean): Cause {
  return {
    ...cause,
    status: 'confirmed',
    evidence: `${did} ${isNoise ? 'made two repeats agree' : 'brought the result of the original back'}`,
  }
}
