import { displayWidth } from './display-width.ts'

/** A table as DVC prints it; with `isMarkdown` one that GitHub reads. Nothing where there are no rows. */
export function printTable(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  options: { readonly isMarkdown?: boolean } = {},
): string {
  if (rows.length === 0) return ''
  const all = [headers, ...rows].map((row) => row.map((cell) => cell.trim().split('\n')))
  const widths = headers.map((header, column) =>
    Math.max(displayWidth(header) + HEADER_ROOM, ...all.slice(1).flatMap((row) => (row[column] ?? []).map(displayWidth))),
  )
  const lines = all.map((row) => linesOf(row, widths))
  if (options.isMarkdown !== true)
    return lines
      .flat()
      .map((cells) => cells.join(SPACE).trimEnd())
      .map((line) => `${line}\n`)
      .join('')
  const printed = lines.flat().map((cells) => `| ${cells.join(' | ')} |`)
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [printed[0] ?? '', rule, ...printed.slice(1)].join('\n') + '\n\n'
}

const SPACE = '  '
/** Columns are at least that much wider than their headers. */
const HEADER_ROOM = 2

/** A row whose cells have several lines takes as many lines. */
function linesOf(row: readonly (readonly string[])[], widths: readonly number[]): string[][] {
  const height = Math.max(1, ...row.map((cell) => cell.length))
  return Array.from({ length: height }, (_, line) =>
    widths.map((width, column) => {
      const text = row[column]?.[line] ?? ''
      return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
    }),
  )
}
