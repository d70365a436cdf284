import { diffLines, type DiffStep } from './diff-lines.ts'

export interface TextPair {
  readonly a: string
  readonly b: string
}

export interface TextDiff {
  readonly a: readonly string[]
  readonly b: readonly string[]
  readonly steps: readonly DiffStep[]
  readonly added: number
  readonly removed: number
}

/** How one text becomes another, line by line. Ends of lines say nothing; whether the last line has one neither. */
export async function diffTexts({ a, b }: TextPair): Promise<TextDiff> {
  const [first, second] = [linesOf(a), linesOf(b)]
  const steps = diffLines(first, second)
  const count = (kind: DiffStep['kind']): number => steps.reduce((sum, step) => sum + (step.kind === kind ? 1 : 0), 0)
  return { a: first, b: second, steps, added: count('added'), removed: count('removed') }
}

function linesOf(text: string): string[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}
