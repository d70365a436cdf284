import type { DiffStep } from './diff-lines.ts'

/** A row of two texts beside each other: the numbers of its lines, from 0. */
export interface DiffRow {
  readonly a?: number
  readonly b?: number
  readonly isSame: boolean
}

/** Rows that are alike and left out, and where they begin. */
export interface FoldedRows {
  readonly folded: number
  readonly at: number
}

/** Rows that stand around a change. */
const AROUND = 3

/** Lines that were removed stand beside those that came in their place. */
export function pairRows(steps: readonly DiffStep[]): DiffRow[] {
  const rows: DiffRow[] = []
  let removed: number[] = []
  let added: number[] = []
  const flush = (): void => {
    for (let at = 0; at < Math.max(removed.length, added.length); at++) {
      const [a, b] = [removed[at], added[at]]
      rows.push({ ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }), isSame: false })
    }
    removed = []
    added = []
  }
  for (const step of steps) {
    if (step.kind === 'removed') removed.push(step.a)
    else if (step.kind === 'added') added.push(step.b)
    else {
      flush()
      rows.push({ a: step.a, b: step.b, isSame: true })
    }
  }
  flush()
  return rows
}

/** Leaves out what is alike and far from a change, but for stretches that were opened, known by where they begin. */
export function foldRows(rows: readonly DiffRow[], opened: ReadonlySet<number>): (DiffRow | FoldedRows)[] {
  const found: (DiffRow | FoldedRows)[] = []
  for (let at = 0; at < rows.length;) {
    if (rows[at]?.isSame !== true) {
      found.push(...rows.slice(at, at + 1))
      at++
      continue
    }
    let end = at
    while (end < rows.length && rows[end]?.isSame === true) end++
    const from = at === 0 ? 0 : at + AROUND
    const to = end === rows.length ? end : end - AROUND
    if (to - from < 4 || opened.has(from)) found.push(...rows.slice(at, end))
    else found.push(...rows.slice(at, from), { folded: to - from, at: from }, ...rows.slice(to, end))
    at = end
  }
  return found
}
