import { diffLines } from './diff-lines.ts'

export interface LinePart {
  readonly text: string
  readonly isChanged: boolean
}

/** Longer lines are marked whole. */
const LONGEST = 1_000

/** What changed within a line, word by word; undefined where two lines have too little in common. */
export function partsOfLine(a: string, b: string): readonly [LinePart[], LinePart[]] | undefined {
  if (a.length > LONGEST || b.length > LONGEST) return undefined
  const [first, second] = [wordsOf(a), wordsOf(b)]
  const steps = diffLines(first, second)
  const shared = steps.reduce((sum, step) => sum + (step.kind === 'same' ? (first[step.a] ?? '').trim().length : 0), 0)
  if (shared * 3 < Math.max(a.trim().length, b.trim().length)) return undefined
  const [left, right]: [LinePart[], LinePart[]] = [[], []]
  for (const step of steps) {
    if (step.kind !== 'added') add(left, first[step.a] ?? '', step.kind !== 'same')
    if (step.kind !== 'removed') add(right, second[step.b] ?? '', step.kind !== 'same')
  }
  return [left, right]
}

function wordsOf(line: string): string[] {
  return line.match(/[\p{L}\p{N}_]+|\s+|./gu) ?? []
}

function add(parts: LinePart[], text: string, isChanged: boolean): void {
  const last = parts.at(-1)
  if (last?.isChanged === isChanged) parts[parts.length - 1] = { text: last.text + text, isChanged }
  else parts.push({ text, isChanged })
}
