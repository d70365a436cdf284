import type { Item } from '../item.ts'
import { predictNext } from '../statistics/samples.ts'
import { findEquivalent, type SeedValues } from './seeds.ts'
import type { JudgedInterval, Judgement } from './verdict.ts'

/** What a judgement stands on. A is the original, B1 … Bk its repeats. */
export interface Trial {
  /** A against B1. */
  readonly items: readonly Item[]
  /** B1 against each of B2 … Bk: the controls. Empty where none was run. */
  readonly controls: readonly (readonly Item[])[]
  /** The last value of metrics in A and in B1 … Bk. */
  readonly finals?: readonly FinalValues[] | undefined
  /** Largest mean difference between paired seeds that counts as none, as a share of the mean; chosen by a person. */
  readonly margin?: number | undefined
}

export interface FinalValues extends SeedValues {
  readonly name: string
  readonly original: number
  readonly repeats: readonly number[]
}

const alike: ReadonlySet<string> = new Set(['identical', 'canonical', 'numeric', 'notJudged'])

/** Comes to a verdict by the rules of docs/reference/verdicts.md. */
export function judge(trial: Trial): Judgement {
  const judged = trial.items.filter(({ rung }) => rung !== 'notJudged')
  const differing = judged.filter(({ rung }) => !alike.has(rung))
  if (differing.length > 0) return judgeMismatch(trial, differing)
  if (!judged.some(({ kind }) => kind !== 'exit')) {
    return { verdict: 'CANNOT', kind: 'nothing to judge', why: 'The run left nothing that could be judged.', intervals: [] }
  }
  if (judged.every(({ rung }) => rung === 'identical')) {
    return { verdict: 'BIT_IDENTICAL', kind: 'identical', why: `${describeAll(judged.length)} to the last bit.`, intervals: [] }
  }
  return { verdict: 'WITHIN_TOLERANCE', kind: 'numeric', why: `${describeAll(judged.length)} within the tolerance.`, intervals: [] }
}

function judgeMismatch(trial: Trial, differing: readonly Item[]): Judgement {
  const names = nameAll(differing)
  const diverged = (kind: Judgement['kind'], why: string, intervals: readonly JudgedInterval[] = []): Judgement => ({
    verdict: 'DIVERGED',
    kind,
    why,
    intervals,
  })
  const equivalence = findEquivalent(differing, trial)
  if (equivalence !== undefined) return { verdict: 'WITHIN_TOLERANCE', kind: 'statistical', why: equivalence, intervals: [] }
  if (trial.controls.length === 0)
    return diverged('inconclusive', `${names} came out different, and no control was run to tell noise from a cause.`)
  const unstable = differing.filter((item) => !isStable(item, trial.controls))
  if (unstable.length === 0) {
    return diverged('systematic', `${names} came out different from the original, and the same in ${count(trial)} repeats.`)
  }
  return judgeNoise(trial, { differing, unstable, diverged })
}

interface Noise {
  readonly differing: readonly Item[]
  readonly unstable: readonly Item[]
  readonly diverged: (kind: Judgement['kind'], why: string, intervals?: readonly JudgedInterval[]) => Judgement
}

/** Repeats differ among themselves: only enough of them say whether the original is one of their kind. */
function judgeNoise(trial: Trial, { differing, unstable, diverged }: Noise): Judgement {
  const names = nameAll(unstable)
  const repeats = count(trial)
  if (repeats < 3) {
    return diverged('noisy', `${names} came out different each time. Two repeats do not say how far they scatter: --repeats 5 would.`)
  }
  const intervals = unstable.flatMap((item) => findInterval(item, trial) ?? [])
  const outside = intervals.filter(({ isInside }) => !isInside)
  if (outside.length > 0) {
    return diverged('systematic', `${nameAll(outside)} came out outside of what ${repeats} repeats scatter.`, intervals)
  }
  const fixed = differing.filter((item) => !unstable.includes(item))
  if (fixed.length > 0) {
    return diverged('systematic', `${nameAll(fixed)} came out different, and the same in ${repeats} repeats; the rest scatters.`, intervals)
  }
  if (intervals.length < unstable.length) {
    return diverged(
      'noisy',
      `${names} came out different each time, and not all of it are numbers whose scatter could be judged.`,
      intervals,
    )
  }
  const why = `${names} scatter, and the original lies inside the 95 % prediction interval of ${repeats} repeats.`
  return { verdict: 'WITHIN_TOLERANCE', kind: 'statistical', why, intervals }
}

/** Whether all repeats agree on it. */
function isStable(item: Item, controls: Trial['controls']): boolean {
  return controls.every((control) => {
    const found = control.find(({ kind, name }) => kind === item.kind && name === item.name)
    // What is in none of the repeats is missing in all of them.
    return found === undefined ? item.rung === 'missing' : alike.has(found.rung)
  })
}

function findInterval(item: Item, { finals = [] }: Trial): JudgedInterval | undefined {
  const values = item.kind === 'metric' ? finals.find(({ name }) => name === item.name) : undefined
  const interval = values === undefined ? undefined : predictNext(values.repeats)
  if (values === undefined || interval === undefined || item.rung === 'missing') return undefined
  const { low, high, repeats } = interval
  const { name, original } = values
  return { name, original, low, high, repeats, isInside: original >= low && original <= high }
}

function count({ controls }: Trial): number {
  return controls.length + 1
}

function describeAll(judged: number): string {
  return judged === 1 ? 'The one result is the same' : `All ${judged} results are the same`
}

/** Up to three names. */
function nameAll(items: readonly { readonly name: string }[]): string {
  const names = items.slice(0, 3).map(({ name }) => name)
  return items.length > names.length ? `${names.join(', ')} and ${items.length - names.length} more` : names.join(', ')
}
