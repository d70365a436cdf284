import type { CauseKind } from './difference.ts'

/** Words of a command line that another one has in their place. */
export interface ArgumentDifference {
  readonly kind: CauseKind
  /** The option, or the place: `--seed`, `argument 2`; `command` where the words say less. */
  readonly subject: string
  /** Words of the first command line; empty where it has none here. */
  readonly a: readonly string[]
  readonly b: readonly string[]
  /** Where they begin in the second command line. */
  readonly at: number
}

/** Longer command lines are compared as wholes. */
const LONGEST = 500

/** Compares two command lines word by word; what belongs to different options is told apart. The program is word 0. */
export function compareArguments(a: readonly string[], b: readonly string[]): ArgumentDifference[] {
  const hunks = a.length > LONGEST || b.length > LONGEST ? [{ a, b, at: 0, before: undefined }] : findHunks(a, b)
  return hunks.flatMap(splitHunk).map(describeHunk)
}

interface Hunk extends Pick<ArgumentDifference, 'a' | 'b' | 'at'> {
  /** The word before it, in the second command line. */
  readonly before: string | undefined
}

/** What is left between the words of a longest common subsequence. */
function findHunks(a: readonly string[], b: readonly string[]): Hunk[] {
  const common = tabulate(a, b)
  const lengthAt = (i: number, j: number): number => common[i]?.[j] ?? 0
  const hunks: Hunk[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [fromA, fromB] = [i, j]
    while ((i < a.length || j < b.length) && (i >= a.length || j >= b.length || a[i] !== b[j])) {
      if (j >= b.length || (i < a.length && lengthAt(i + 1, j) >= lengthAt(i, j + 1))) i++
      else j++
    }
    if (i > fromA || j > fromB) hunks.push({ a: a.slice(fromA, i), b: b.slice(fromB, j), at: fromB, before: b[fromB - 1] })
    while (i < a.length && j < b.length && a[i] === b[j]) [i, j] = [i + 1, j + 1]
  }
  return hunks
}

/** Lengths of the longest common subsequences of what follows two places. */
function tabulate(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i]
      if (row === undefined) continue
      row[j] = a[i] === b[j] ? (table[i + 1]?.[j + 1] ?? 0) + 1 : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return table
}

/** As many words on either side are so many differences: `--lr=1 --seed=2` against `--lr=2 --seed=3`. */
function splitHunk(hunk: Hunk): Hunk[] {
  const { a, b, at, before } = hunk
  if (a.length !== b.length || a.some((word, index) => optionOf(word) !== optionOf(b[index] ?? ''))) return [hunk]
  return a.map((word, index) => ({ a: [word], b: [b[index] ?? ''], at: at + index, before: index === 0 ? before : b[index - 1] }))
}

/** `--seed` of `--seed=1` and `--seed`, also of the `seed=1` that some programs take. */
function optionOf(word: string): string | undefined {
  return /^(--?[A-Za-z][\w.-]*)(?:=|$)/.exec(word)?.[1] ?? /^([A-Za-z_][\w.]*)=/.exec(word)?.[1]
}

function describeHunk({ a, b, at, before }: Hunk): ArgumentDifference {
  const option = optionOf(a[0] ?? '') ?? optionOf(b[0] ?? '')
  const owner = option ?? (before?.startsWith('-') === true && !before.includes('=') ? optionOf(before) : undefined)
  const isText = [...a, ...b].some((word) => /\s/.test(word))
  const subject = owner ?? (at === 0 || isText ? 'command' : `argument ${at}`)
  return { kind: kindOfArgument(subject), subject, a, b, at }
}

function kindOfArgument(subject: string): CauseKind {
  if (/seed/i.test(subject)) return 'seed'
  if (/threads?$|workers?$|n[_-]?jobs$|num[_-]?proc/i.test(subject)) return 'threads'
  if (/dtype|precision|fp16|bf16|half/i.test(subject)) return 'precision'
  return 'environment'
}
