import type { CompareContext, Comparer } from '../comparer.ts'
import type { Comparison } from '../comparison.ts'
import { createTally, type Tally } from '../numbers/tally.ts'
import { addNamedNumbers, addTexts } from '../text/add-values.ts'
import { isNumber } from '../text/compare-lexemes.ts'
import { decodeText, excerpt } from '../text/decode-text.ts'
import { sameInOtherOrder } from '../text/order.ts'
import { parseTable } from '../text/parse-table.ts'
import type { Setting } from '../text/setting.ts'

/** CSV and TSV, cell by cell: quotes and line ends say nothing, numbers may be within the tolerance. */
export const tableComparer: Comparer = {
  name: 'table',
  takes: ({ name }) => /\.(?:csv|tsv)$/.test(name),
  compare: compareTables,
}

function compareTables(a: Uint8Array, b: Uint8Array, { tolerance, settings }: CompareContext): Comparison {
  const [first, second] = [readRows(a), readRows(b)]
  const tally = createTally(tolerance)
  const titles = first[0] ?? []
  for (let index = 0; index < Math.max(first.length, second.length); index++) {
    addRows(tally, [first[index], second[index]], { index, titles, settings })
  }
  const isOrder = tally.rung() === 'different' && sameInOtherOrder(first.map(printRow), second.map(printRow))
  return {
    rung: tally.rung(),
    comparer: 'table',
    evidence: tally.evidence(),
    notes: isOrder ? ['the same rows in another order'] : [],
    ...tally.marks(),
  }
}

function readRows(bytes: Uint8Array): string[][] {
  const text = decodeText(bytes)
  const head = text.slice(0, text.indexOf('\n') >>> 0)
  return parseTable(text, ['\t', ',', ';'].find((mark) => head.includes(mark)) ?? ',')
}

function addRows(
  tally: Tally,
  [a, b]: readonly [readonly string[] | undefined, readonly string[] | undefined],
  {
    index,
    titles,
    settings,
  }: { readonly index: number; readonly titles: readonly string[]; readonly settings: readonly [Setting, Setting] },
): void {
  if (a === undefined || b === undefined || a.length !== b.length) {
    return tally.addExact(false, () => ({ place: `row ${index + 1}`, a: describeRow(a), b: describeRow(b) }))
  }
  a.forEach((cell, column) => {
    const other = b[column] ?? ''
    const name = titles[column] ?? ''
    const named = { name, place: (): string => `row ${index + 1}, ${name || `column ${column + 1}`}`, settings }
    if (cell === other) return tally.addCanonical()
    const [left, right] = [cell.trim(), other.trim()]
    if (isNumber(left) && isNumber(right)) return addNamedNumbers(tally, [left, right], named)
    addTexts(tally, [cell, other], named)
  })
}

function describeRow(row: readonly string[] | undefined): string {
  return row === undefined ? 'the end' : excerpt(row.join(','))
}

function printRow(row: readonly string[]): string {
  return JSON.stringify(row)
}
