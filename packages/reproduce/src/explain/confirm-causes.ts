import { join } from 'node:path'
import type { Cause, Item } from '@reprise/compare'
import type { Attempt, Attempts } from '../attempt.ts'
import type { Hint } from '../hints/scan-code.ts'
import type { RunResults } from '../results/read-results.ts'
import { createBench } from './bench.ts'
import { explain } from './explain.ts'
import { isTimeout } from './is-timeout.ts'
import type { Explanation } from './explanation.ts'
import { moveRecord } from './sides.ts'

export interface Explaining {
  /** What is suspected, the likeliest first. */
  readonly causes: readonly Cause[]
  readonly first: Attempt
  /** Of the original. */
  readonly results: RunResults
  readonly items: readonly Item[]
  /** The first repeat against the others. */
  readonly controls: readonly (readonly Item[])[]
  readonly hints: readonly Hint[]
}

export interface ConfirmedCauses {
  readonly causes: readonly Cause[]
  readonly explanation: Explanation
}

/** Runs that explaining takes at most, if nothing else is said. */
export const MOST_RUNS = 12

/** Undoes what is different between a run and its repeat, and puts what that shows before what is suspected. */
export async function confirmCauses(attempts: Attempts, explaining: Explaining): Promise<ConfirmedCauses> {
  const { causes, first, results, items, controls, hints } = explaining
  const { original, options, context, base } = attempts
  const scattering = findScattering(controls)
  const symptoms = items.filter(isDifferent)
  const isNoisy = symptoms.every((item) => scattering.has(keyOf(item)))
  const sides = {
    a: original,
    b: original,
    repeat: first,
    here: moveRecord(first.record, original.record.code.root),
    name: 'the original',
    folder: join(base, 'explain'),
    context,
    given: Object.entries(options.secrets ?? {}),
    hints,
    isNoisy,
  }
  const isIgnored = (item: Item): boolean => !isNoisy && scattering.has(keyOf(item))
  const bench = createBench({ attempts, sides, results, isIgnored, most: options.maxRuns ?? MOST_RUNS })
  const explanation = await explain({ sides, bench, items }).catch((error: unknown): Explanation => {
    // The verdict stands, explained or not.
    if (!isTimeout(error)) throw error
    const why = `It was not done within ${options.timeout} ms.`
    const { id } = original
    return { original: id, changed: id, outcome: 'unfinished', why, isNoisy, causes: [], ruledOut: [], notTried: [], trials: bench.trials }
  })
  return { explanation, causes: merge(causes, explanation) }
}

/** Where the result came back, nothing else is suspected; what made it scatter may have more than one reason. */
function merge(suspected: readonly Cause[], { causes, ruledOut, outcome, isNoisy }: Explanation): Cause[] {
  const nameOf = ({ kind, subject }: Pick<Cause, 'kind' | 'subject'>): string => `${kind} ${subject}`
  if (outcome === 'explained' && !isNoisy) return [...causes]
  const known = new Set([...causes.filter(({ status }) => status === 'confirmed'), ...ruledOut].map(nameOf))
  const tried = new Map(causes.map((cause) => [nameOf(cause), cause]))
  const others = suspected.filter((cause) => !known.has(nameOf(cause)))
  const names = new Set(others.map(nameOf))
  return [
    ...causes.filter(({ status }) => status === 'confirmed'),
    ...others.map((cause) => addEvidence(cause, tried.get(nameOf(cause)))),
    ...causes.filter((cause) => cause.status === 'suspected' && !names.has(nameOf(cause))),
  ]
}

function addEvidence(cause: Cause, tried: Cause | undefined): Cause {
  return tried === undefined ? cause : { ...cause, evidence: `${cause.evidence}; ${tried.evidence}` }
}

/** Items in which repeats differ among themselves. */
export function findScattering(controls: readonly (readonly Item[])[]): ReadonlySet<string> {
  return new Set(controls.flat().filter(isDifferent).map(keyOf))
}

export function isDifferent({ rung }: Item): boolean {
  return rung === 'different' || rung === 'missing'
}

export function keyOf({ kind, name }: Item): string {
  return `${kind} ${name}`
}
