/** A part of a text in Markdown. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Item[]; readonly isOrdered: boolean; readonly start: number }
  | { readonly kind: 'quote'; readonly blocks: readonly Block[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'line' }
  | { readonly kind: 'paragraph'; readonly text: string }

export interface Item {
  /** Of a list of things to do; undefined for any other. */
  readonly isDone: boolean | undefined
  readonly blocks: readonly Block[]
}

/** Quotes and lists within each other; what is deeper is text. */
const DEEPEST = 12
const fence = /^ {0,3}(```+|~~~+)/
const heading = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/
const rule = /^ {0,3}([-*_])(?:\s*\1){2,}\s*$/
const quote = /^ {0,3}> ?/
const marker = /^( *)([-*+]|\d{1,9}[.)])(?: +(.*)|)$/
const delimiters = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/

/** The blocks of a text, as CommonMark and GitHub divide it, but that a line break stays one. */
export function blocksOf(text: string, depth = 0): Block[] {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\t', '    ').split('\n')
  const blocks: Block[] = []
  let at = 0
  const takeWhile = (goesOn: (line: string, index: number) => boolean): string[] => {
    const from = at
    while (at < lines.length && goesOn(lines[at] ?? '', at)) at += 1
    return lines.slice(from, at)
  }
  while (at < lines.length) {
    const line = lines[at] ?? ''
    const opening = fence.exec(line)?.[1]
    const title = heading.exec(line)
    if (line.trim() === '') at += 1
    else if (opening !== undefined) {
      at += 1
      blocks.push({ kind: 'code', text: takeWhile((next) => !isClosing(next, opening)).join('\n') })
      at += 1
    } else if (title !== null) {
      at += 1
      blocks.push({ kind: 'heading', level: title[1]?.length ?? 1, text: title[2] ?? '' })
    } else if (rule.test(line)) {
      at += 1
      blocks.push({ kind: 'line' })
    } else if (quote.test(line) && depth < DEEPEST) {
      const quoted = takeWhile((next) => quote.test(next)).map((next) => next.replace(quote, ''))
      blocks.push({ kind: 'quote', blocks: blocksOf(quoted.join('\n'), depth + 1) })
    } else if (marker.test(line) && depth < DEEPEST) {
      blocks.push(listOf(takeList(takeWhile, line), depth))
    } else if (isTable(lines, at)) {
      const [head = [], , ...rows] = takeWhile((next) => next.trim() !== '' && next.includes('|')).map(cellsOf)
      blocks.push({ kind: 'table', head, rows: rows.map((row) => head.map((_, column) => row[column] ?? '')) })
    } else {
      const first = at
      const taken = takeWhile((next, index) => index === first || !(endsParagraph(next) || isTable(lines, index)))
      blocks.push({ kind: 'paragraph', text: taken.map((next) => next.trim()).join('\n') })
    }
  }
  return blocks
}

function isClosing(line: string, opening: string): boolean {
  const text = line.trim()
  return text.length >= opening.length && text.startsWith(opening) && text.replaceAll(opening[0] ?? '', '') === ''
}

function endsParagraph(line: string): boolean {
  return line.trim() === '' || [fence, heading, rule, quote, marker].some((start) => start.test(line))
}

function isTable(lines: readonly string[], at: number): boolean {
  const [head = '', below = ''] = [lines[at], lines[at + 1]]
  return head.includes('|') && below.includes('-') && delimiters.test(below) && cellsOf(head).length === cellsOf(below).length
}

function cellsOf(row: string): string[] {
  const inner = row
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))
}

/** Lines of one list: its items, what is indented below them, and empty lines between them. */
function takeList(takeWhile: (goesOn: (line: string) => boolean) => string[], first: string): string[] {
  const { indent, isOrdered } = readMarker(first)
  let isAfterEmpty = false
  let isFirst = true
  return takeWhile((line) => {
    const isEmpty = line.trim() === ''
    const found = marker.test(line) && !rule.test(line) ? readMarker(line) : undefined
    const goesOn =
      isFirst ||
      isEmpty ||
      indentOf(line) > indent ||
      (found !== undefined && found.indent === indent && found.isOrdered === isOrdered) ||
      (!isAfterEmpty && !endsParagraph(line))
    isAfterEmpty = isEmpty
    isFirst = false
    return goesOn
  })
}

function listOf(lines: readonly string[], depth: number): Block {
  const { indent, isOrdered, start } = readMarker(lines[0] ?? '')
  const items: string[][] = []
  let inner = 0
  for (const line of lines) {
    const found = marker.exec(line)
    if (found !== null && (found[1] ?? '').length === indent) {
      inner = indent + (found[2] ?? '').length + 1
      items.push([found[3] ?? ''])
    } else items.at(-1)?.push(line.slice(Math.min(indentOf(line), inner)))
  }
  return { kind: 'list', isOrdered, start, items: items.map((item) => itemOf(item.join('\n'), depth)) }
}

function itemOf(text: string, depth: number): Item {
  const box = /^\[([ xX])\] /.exec(text)
  return {
    isDone: box === null ? undefined : box[1] !== ' ',
    blocks: blocksOf(box === null ? text : text.slice(box[0].length), depth + 1),
  }
}

function readMarker(line: string): { readonly indent: number; readonly isOrdered: boolean; readonly start: number } {
  const [, indent = '', mark = '-'] = marker.exec(line) ?? []
  const isOrdered = /^\d/.test(mark)
  return { indent: indent.length, isOrdered, start: isOrdered ? Number.parseInt(mark, 10) : 1 }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
