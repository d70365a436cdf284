import type { Item } from '../item.ts'
import type { CauseKind, RecordedDifference } from '../records/difference.ts'
import { readSignature, type Signature } from './signature.ts'

/** Something that made, or may have made, the result different. */
export interface Cause {
  readonly kind: CauseKind
  readonly subject: string
  /** `confirmed` only where undoing it brought the result back. */
  readonly status: 'confirmed' | 'suspected'
  /** What speaks for it. */
  readonly evidence: string
  /** Of code: how it became other, as a patch; secrets are left out. */
  readonly patch?: string
}

/** What is known about a result that came out different. */
export interface Findings {
  readonly items: readonly Item[]
  /** What the records of the original and its repeat say differently. */
  readonly differences: readonly RecordedDifference[]
  /** What the program itself does or says: reads the clock, asks the network. */
  readonly hints: readonly Pick<Cause, 'kind' | 'subject' | 'evidence'>[]
  /** Whether repeats differ among themselves; undefined where nobody looked. */
  readonly isNoisy: boolean | undefined
}

/** How likely a kind is without knowing more. */
const usual: Readonly<Record<CauseKind, number>> = {
  missing: 95,
  code: 80,
  data: 75,
  seed: 60,
  interpreter: 58,
  package: 55,
  environment: 40,
  order: 40,
  network: 40,
  threads: 35,
  time: 35,
  precision: 30,
  cpu: 30,
  nondeterminism: 20,
}
const speaksFor: Readonly<Record<Signature, readonly CauseKind[]>> = {
  rounding: ['threads', 'cpu', 'precision', 'package', 'interpreter'],
  start: ['seed', 'order', 'data', 'code'],
  later: ['order', 'threads', 'nondeterminism'],
  unknown: [],
}
const BONUS = 50
/** Repeats on the same machine from the same files differ: then no recorded difference explains it alone. */
const noisy: readonly CauseKind[] = ['time', 'seed', 'network', 'order', 'nondeterminism', 'threads']

/** How likely a kind of cause is, given what the results look like: the higher, the sooner it is looked into. */
export function createScore({ items, isNoisy }: Pick<Findings, 'items' | 'isNoisy'>): (kind: CauseKind) => number {
  const bonus = createBonus(readSignature(items), isNoisy)
  return (kind) => usual[kind] + bonus(kind)
}

function createBonus(signature: Signature, isNoisy: boolean | undefined): (kind: CauseKind) => number {
  return (kind) => (speaksFor[signature].includes(kind) ? BONUS : 0) + (isNoisy === true && noisy.includes(kind) ? BONUS * 2 : 0)
}

/** Causes to look at, the likeliest first. All are suspected here: only undoing one shows that it is one. */
export function rankCauses(findings: Findings): Cause[] {
  const signature = readSignature(findings.items)
  const bonus = createBonus(signature, findings.isNoisy)
  const scored = [
    ...fromRecords(findings),
    ...fromHints(findings),
    ...fromItems(findings.items),
    ...fromSignature(findings, signature),
  ].map(({ cause, score }) => ({ cause, score: score + bonus(cause.kind) }))
  const seen = new Set<string>()
  return scored
    .toSorted((a, b) => b.score - a.score)
    .map(({ cause }) => cause)
    .filter(({ kind, subject }) => !seen.has(`${kind} ${subject}`) && seen.add(`${kind} ${subject}`) !== undefined)
}

interface Scored {
  readonly cause: Cause
  readonly score: number
}

function suspect(cause: Omit<Cause, 'status'>, score = usual[cause.kind]): Scored {
  return { cause: { kind: cause.kind, subject: cause.subject, status: 'suspected', evidence: cause.evidence }, score }
}

function fromRecords({ differences }: Findings): Scored[] {
  return differences.map(({ kind, subject, a, b, isUnused }) =>
    suspect(
      {
        kind,
        subject,
        evidence: `${a ?? 'absent'} in the original, ${b ?? 'absent'} here${isUnused === true ? '; the run did not load it' : ''}`,
      },
      isUnused === true ? 5 : usual[kind] + 10,
    ),
  )
}

function fromHints({ hints }: Findings): Scored[] {
  return hints.map((hint) => suspect(hint))
}

/** What the comparers noticed on their way. */
function fromItems(items: readonly Item[]): Scored[] {
  return items.flatMap(({ name, notes }) => [
    ...notes
      .filter((note) => note.includes('in another order'))
      .map((note) => suspect({ kind: 'order', subject: name, evidence: note }, usual.order + BONUS)),
    ...notes
      .filter((note) => /^(?:the numbers are|.* is \w+, not \w+$)/.test(note))
      .map((note) => suspect({ kind: 'precision', subject: name, evidence: note }, usual.precision + BONUS)),
  ])
}

function fromSignature({ isNoisy }: Findings, signature: Signature): Scored[] {
  const found: Scored[] = []
  if (signature === 'rounding') {
    const evidence = 'differences of 1e-5 and less at the first steps are those of rounding: other threads, BLAS, CPU or precision'
    found.push(suspect({ kind: 'precision', subject: 'rounding', evidence }))
  }
  if (isNoisy === true) {
    const evidence = 'repeats from the same files on the same machine differ among themselves'
    found.push(suspect({ kind: 'nondeterminism', subject: 'the program', evidence }))
  }
  return found
}
