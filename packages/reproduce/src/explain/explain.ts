import { mkdir } from 'node:fs/promises'
import { type Cause, createScore, type Item } from '@reprise/compare'
import type { Bench } from './bench.ts'
import type { Explanation } from './explanation.ts'
import { findMinimum, type Minimum } from './find-minimum.ts'
import { finders } from './finders/index.ts'
import type { Sides } from './sides.ts'
import { isToggle, type Toggle, type Untried } from './toggle.ts'

/** What a search for causes begins with. */
export interface Search {
  readonly sides: Sides
  readonly bench: Bench
  /** The results that came out different; they tell what is likely. */
  readonly items: readonly Item[]
}

/**
 * Undoes differences and runs again, until a smallest set is known that brings the result back. Its members are confirmed; what the result
 * came back without is ruled out; the rest stays suspected.
 */
export async function explain({ sides, bench, items }: Search): Promise<Explanation> {
  sides.context.progress('looking for differences that can be undone')
  await mkdir(sides.folder, { recursive: true })
  const found: (Toggle | Untried)[] = []
  for (const find of finders) found.push(...(await find(sides)))
  const toggles = found.filter(isToggle)
  const notTried = found.filter((difference): difference is Untried => !isToggle(difference))
  const score = createScore({ items, isNoisy: sides.isNoisy })
  const ranked = toggles.toSorted((a, b) => score(b.kind) + b.weight - score(a.kind) - a.weight)
  const test = bench.test(toggles)
  // What scatters once in a while agrees by chance, whatever is undone.
  const isSteady = sides.isNoisy && (await test([])) === 'restored'
  const minimum = isSteady ? { set: undefined, isFinal: true } : await findMinimum(ranked, test)
  const causes = describeCauses({ ranked, minimum, notTried }, { sides, bench, items })
  const set = minimum.set ?? []
  const others = minimum.set === undefined || !minimum.isFinal ? [] : ranked.filter((toggle) => !set.includes(toggle))
  const outcome = isSteady
    ? 'notExplained'
    : minimum.set !== undefined && minimum.isFinal
      ? 'explained'
      : ranked.length === 0
        ? 'nothing'
        : minimum.isFinal
          ? 'notExplained'
          : 'unfinished'
  return {
    original: sides.a.id,
    changed: sides.b.id,
    outcome,
    why: isSteady
      ? 'Repeats agree most of the time: nothing that is undone can be shown to make them agree.'
      : describeOutcome(outcome, { sides, confirmed: causes.filter(({ status }) => status === 'confirmed'), ranked, notTried }),
    isNoisy: sides.isNoisy,
    causes,
    ruledOut: others.map(({ kind, subject }) => ({
      kind,
      subject,
      why: sides.isNoisy ? 'repeats agreed without undoing it' : 'the result came back without undoing it',
    })),
    notTried,
    trials: bench.trials,
  }
}

interface Tried {
  readonly ranked: readonly Toggle[]
  readonly minimum: Minimum<Toggle>
  readonly notTried: readonly Untried[]
}

function describeCauses({ ranked, minimum, notTried }: Tried, { sides, bench, items }: Search): Cause[] {
  const untried = notTried.map(({ kind, subject, why }) => suspect({ kind, subject }, `it could not be undone here: ${why}`))
  const { set } = minimum
  if (set === undefined) {
    const tried = bench.trialOf(ranked)
    const evidence =
      tried === undefined
        ? 'there were no runs left to undo it'
        : tried.outcome === 'failed'
          ? `a run with all differences undone failed: ${tried.why ?? ''}`
          : 'undoing it, with all else that can be undone, was not enough'
    const score = createScore({ items, isNoisy: sides.isNoisy })
    const suspects = [...ranked.map((toggle) => suspect(toggle, evidence)), ...untried]
    return suspects.toSorted((a, b) => score(b.kind) - score(a.kind))
  }
  const members = set.map((toggle) => describeMember(toggle, { set, isFinal: minimum.isFinal, sides, bench }))
  // The result came back without undoing what could not be undone.
  return minimum.isFinal ? members : [...members, ...untried]
}

interface Membership {
  readonly set: readonly Toggle[]
  readonly isFinal: boolean
  readonly sides: Sides
  readonly bench: Bench
}

function describeMember(toggle: Toggle, { set, isFinal, sides, bench }: Membership): Cause {
  const { kind, subject, did, patch } = toggle
  const cause = { kind, subject, ...(patch === undefined ? {} : { patch }) }
  const effect = sides.isNoisy ? 'made repeats agree' : `brought the result of ${sides.name} back`
  const others = set.filter((other) => other !== toggle)
  if (others.length === 0) return { ...cause, status: 'confirmed', evidence: `${did}: this ${effect}` }
  const together = `${did}: together with ${others.map((other) => other.subject).join(', ')} this ${effect}`
  if (!isFinal) return { ...cause, status: 'suspected', evidence: `${together}; there were no runs left to tell which of them are needed` }
  const without = bench.trialOf(others)
  if (without?.outcome !== 'different') {
    return { ...cause, status: 'suspected', evidence: `${together}; without it, the run failed: ${without?.why ?? 'it is not known why'}` }
  }
  return { ...cause, status: 'confirmed', evidence: `${together}; without it, ${nameResults(without.differing)} stayed different` }
}

function suspect({ kind, subject, patch }: Pick<Toggle, 'kind' | 'subject' | 'patch'>, evidence: string): Cause {
  return { kind, subject, status: 'suspected', evidence, ...(patch === undefined ? {} : { patch }) }
}

function nameResults(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}

interface Ended {
  readonly sides: Sides
  readonly confirmed: readonly Cause[]
  readonly ranked: readonly Toggle[]
  readonly notTried: readonly Untried[]
}

function describeOutcome(outcome: Explanation['outcome'], { sides, confirmed, ranked, notTried }: Ended): string {
  const effect = sides.isNoisy ? 'makes repeats agree' : `brings the result of ${sides.name} back`
  const left = notTried.length === 0 ? '' : ` ${count(notTried.length)} could not be undone here.`
  if (outcome === 'explained') {
    const names = confirmed.map(({ subject }) => subject).join(', ')
    if (confirmed.length === 0) return `Undoing several differences together ${effect}, and they can not be told apart.`
    return confirmed.length === 1 ? `Undoing ${names} ${effect}.` : `Undoing all of ${names} ${effect}; none of them can be left out.`
  }
  if (outcome === 'unfinished') return `The runs did not suffice to find out: --max-runs allows more.${left}`
  if (outcome === 'nothing') return `Nothing is known that could be undone here.${left}`
  return `Undoing ${ranked.length === 1 ? 'the one difference' : `all ${ranked.length} differences`} that can be undone here is not enough.${left}`
}

function count(number: number): string {
  return number === 1 ? 'One difference' : `${number} differences`
}
