import { cellWidth, toCellText } from '../output/cell.ts'

/** Lines of a section that are shown; the report has all. */
const MOST = 15
const GAP = '  '

/** A line: a name to the left, a text to the right of it. */
export type Pair = readonly [name: string, text: string]

/** A title and its lines; nothing where there are none. Long lines are wrapped, not cut. */
export function printSection(pairs: readonly Pair[], { title, width }: { readonly title: string; readonly width: number }): string {
  if (pairs.length === 0) return ''
  const more = pairs.length > MOST ? `${GAP}… and ${pairs.length - MOST} more; --json prints all\n` : ''
  return `\n${title === '' ? '' : `${title}\n`}${printPairs(pairs.slice(0, MOST), width)}${more}`
}

/** A text whose lines stand as they are, but can not steer a terminal; nothing where it is empty. */
export function printText(text: string, { title }: { readonly title: string }): string {
  if (text === '') return ''
  const lines = text.trimEnd().split('\n')
  const more = lines.length > MOST_LINES ? `${GAP}… and ${lines.length - MOST_LINES} more lines; --json prints all\n` : ''
  const shown = lines.slice(0, MOST_LINES).map((line) => `${GAP}${toCellText(line)}\n`)
  return `\n${title}\n${shown.join('')}${more}`
}

const MOST_LINES = 40

/** Names to the left, texts to the right of them, as wide as the terminal. */
export function printPairs(pairs: readonly Pair[], width: number): string {
  const left = Math.max(...pairs.map(([name]) => name.length))
  const indent = left === 0 ? 0 : left + GAP.length
  return pairs
    .map(([name, text]) => {
      const [first = '', ...rest] = wrap(toCellText(text), Math.max(20, width - GAP.length - indent))
      const begin = left === 0 ? '' : name.padEnd(indent)
      return [`${GAP}${begin}${first}\n`, ...rest.map((line) => `${GAP}${' '.repeat(indent)}${line}\n`)].join('')
    })
    .join('')
}

/** Lines of at most `width` cells, broken at blanks. A word that is longer stands alone. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || cellWidth(last) + 1 + cellWidth(word) > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
