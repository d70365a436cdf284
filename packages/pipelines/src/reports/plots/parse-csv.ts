import type { Mapping, Scalar, Value } from '../../python/index.ts'

/** The rows of a table in text, as Python's `csv.DictReader` has them; without a header, columns are numbered. */
export function parseTable(
  text: string,
  { delimiter, hasHeader }: { readonly delimiter: ',' | '\t'; readonly hasHeader: boolean },
): Mapping[] {
  const rows = readRows(text, delimiter)
  const first = rows[0] ?? []
  const names = hasHeader ? first : first.map((_, index) => String(index))
  return rows.slice(hasHeader ? 1 : 0).flatMap((row) => (row.length === 0 ? [] : [toRecord(names, row)]))
}

/** Cells without a column are a list under null; columns without a cell are null. */
function toRecord(names: readonly string[], row: readonly string[]): Mapping {
  const record = new Map<Scalar, Value>(names.map((name, index) => [name, row[index] ?? null]))
  if (row.length > names.length) record.set(null, row.slice(names.length))
  return record
}

function readRows(text: string, delimiter: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    const [cell, end] = text[at] === '"' ? readQuoted(text, at, delimiter) : readPlain(text, at, delimiter)
    const next = text[end]
    if (next === delimiter) row.push(cell)
    else {
      rows.push(row.length === 0 && cell === '' && at === end ? [] : [...row, cell])
      row = []
    }
    at = end + (text.startsWith('\r\n', end) ? 2 : 1)
    if (next === delimiter && at === text.length) rows.push([...row, ''])
  }
  return rows
}

function readPlain(text: string, at: number, delimiter: string): [cell: string, end: number] {
  let end = at
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++
  return [text.slice(at, end), end]
}

function readQuoted(text: string, at: number, delimiter: string): [cell: string, end: number] {
  let cell = ''
  let from = at + 1
  for (;;) {
    const close = text.indexOf('"', from)
    if (close < 0) return [cell + text.slice(from), text.length]
    cell += text.slice(from, close)
    if (text[close + 1] !== '"') {
      const [rest, end] = readPlain(text, close + 1, delimiter)
      return [cell + rest, end]
    }
    cell += '"'
    from = close + 2
  }
}
