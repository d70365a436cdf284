import { describeItem, type Evidence, type Item, rungs } from '@reprise/compare'
import { listOf, objectOf, textOf } from '../json/read-json.ts'

/** A result of a run and how it compares, in words. */
export interface JudgedResult {
  /** `metric`, `artifact`, `output`, … */
  readonly kind: string
  readonly name: string
  readonly rung: string
  /** Where it differs and by how much, and what decided. */
  readonly how: string
}

export interface JudgedCause {
  readonly kind: string
  readonly subject: string
  /** `suspected`, `confirmed`, … */
  readonly status: string
  readonly evidence: string
}

/** What the interface shows of a report of a reproduction; what it can not make sense of is left out. */
export interface Report {
  /** One sentence. */
  readonly why: string
  /** How near the environment came to the original's. */
  readonly restoration: string
  readonly causes: readonly JudgedCause[]
  /** Those that differ first, those that were not judged last. */
  readonly results: readonly JudgedResult[]
  /** What was other in the repeat than in the original. */
  readonly notes: readonly string[]
  /** What of the original was not recorded. */
  readonly notCaptured: readonly string[]
}

/** Reads `reproduction.json`, which any program may have written. */
export function readReport(json: unknown): Report {
  const { why, restoration, causes, items, notes, notCaptured } = objectOf(json)
  return {
    why: textOf(why),
    restoration: textOf(restoration),
    causes: listOf(causes)
      .map(objectOf)
      .map(({ kind, subject, status, evidence }) => ({
        kind: textOf(kind),
        subject: textOf(subject),
        status: textOf(status),
        evidence: textOf(evidence),
      })),
    results: listOf(items)
      .map(objectOf)
      .map(readResult)
      .toSorted((a, b) => rankOf(a.rung) - rankOf(b.rung)),
    notes: listOf(notes).map(textOf),
    notCaptured: listOf(notCaptured).map(textOf),
  }
}

function readResult(item: Record<string, unknown>): JudgedResult {
  const found: Pick<Item, 'evidence' | 'notes' | 'comparer'> = {
    evidence: readEvidence(objectOf(item['evidence'])),
    notes: listOf(item['notes']).map(textOf),
    comparer: textOf(item['comparer']) || 'none',
  }
  return { kind: textOf(item['kind']), name: textOf(item['name']), rung: textOf(item['rung']), how: describeItem(found) }
}

function readEvidence(evidence: Record<string, unknown>): Evidence {
  const numbers = ['compared', 'differing', 'largestAbsolute', 'largestRelative', 'largestUlps'] as const
  const { place, a, b } = objectOf(evidence['first'])
  return {
    ...Object.fromEntries(numbers.flatMap((name) => (typeof evidence[name] === 'number' ? [[name, evidence[name]]] : []))),
    ...(place === undefined ? {} : { first: { place: textOf(place), a: textOf(a), b: textOf(b) } }),
    ...(evidence['firstStep'] === undefined ? {} : { firstStep: textOf(evidence['firstStep']) }),
  }
}

const order: readonly string[] = [
  'missing',
  'different',
  ...rungs.filter((rung) => !['missing', 'different', 'notJudged'].includes(rung)),
  'notJudged',
]

function rankOf(rung: string): number {
  const at = order.indexOf(rung)
  return at === -1 ? order.length : at
}
