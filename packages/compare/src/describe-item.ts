import type { Evidence } from './comparison.ts'
import type { Item } from './item.ts'

/** What was found, in one line. */
export function describeItem({ evidence, notes, comparer }: Pick<Item, 'evidence' | 'notes' | 'comparer'>): string {
  return [...describeEvidence(evidence), ...notes, ...(comparer === 'none' ? [] : [`by ${comparer}`])].join('; ')
}

function describeEvidence({ first, firstStep, largestAbsolute, largestRelative, largestUlps, compared, differing }: Evidence): string[] {
  return [
    ...(firstStep === undefined ? [] : [`first at step ${firstStep}`]),
    ...(first === undefined ? [] : [`${first.place}: ${first.a} against ${first.b}`]),
    ...(largestAbsolute === undefined ? [] : [`largest difference ${print(largestAbsolute)}`]),
    ...(largestRelative === undefined ? [] : [`${print(largestRelative)} relative`]),
    ...(largestUlps === undefined ? [] : [`${print(largestUlps)} ulps`]),
    ...(differing === undefined || differing === 0 ? [] : [`${differing} of ${compared ?? differing} differ`]),
  ]
}

function print(value: number): string {
  return Number.isInteger(value) && value < 1e6 ? String(value) : value.toPrecision(3)
}
