import { Unreadable } from '../comparer.ts'

const MOST_CELLS = 8_000_000

/** Rows of cells, with RFC 4180's quotes. Throws {@link Unreadable} for quotes that do not end and for too many cells. */
export function parseTable(text: string, separator: string): string[][] {
  const rows: string[][] = []
  let [row, cells, at]: [string[], number, number] = [[], 0, 0]
  while (at <= text.length) {
    const quoted = text[at] === '"'
    const end = quoted ? endOfQuoted(text, at) : endOfPlain(text, at, separator)
    row.push(quoted ? text.slice(at + 1, end - 1).replaceAll('""', '"') : text.slice(at, end))
    if (++cells > MOST_CELLS) throw new Unreadable('it has too many cells to look into')
    if (text[end] === separator) {
      at = end + 1
      continue
    }
    rows.push(row)
    row = []
    if (end >= text.length) break
    if (text[end] !== '\n' && text[end] !== '\r') throw new Unreadable('its quotes are not those of a table')
    at = end + (text.startsWith('\r\n', end) ? 2 : 1)
    if (at === text.length) break
  }
  return rows
}

function endOfPlain(text: string, from: number, separator: string): number {
  let end = from
  while (end < text.length && text[end] !== separator && text[end] !== '\n' && text[end] !== '\r') end++
  return end
}

function endOfQuoted(text: string, from: number): number {
  let end = from + 1
  for (;;) {
    end = text.indexOf('"', end)
    if (end === -1) throw new Unreadable('a quote does not end')
    if (text[end + 1] !== '"') return end + 1
    end += 2
  }
}
