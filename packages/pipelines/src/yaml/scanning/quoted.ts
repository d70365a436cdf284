import { atDocumentMarker, scanLineBreak } from './blanks.ts'
import { YamlError, type Mark } from './errors.ts'
import { breaks, type ScanState } from './state.ts'
import { createToken, type Token } from './tokens.ts'

const shortEscapes: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}
const codeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** A scalar in single or double quotes. */
export function scanQuoted(state: ScanState, quote: "'" | '"'): Token {
  const { reader } = state
  const start = reader.mark()
  reader.forward()
  let text = scanText(state, quote, start)
  while (reader.peek() !== quote) text += scanSpaces(state, start) + scanText(state, quote, start)
  reader.forward()
  return createToken('<scalar>', start, reader.mark(), { value: text, style: quote })
}

function scanText(state: ScanState, quote: string, start: Mark): string {
  const { reader } = state
  let text = ''
  for (;;) {
    let length = 0
    while (!` \n'"\\\0\t\r\x85\u2028\u2029`.includes(reader.peek(length))) length++
    text += reader.prefix(length)
    reader.forward(length)
    const unit = reader.peek()
    if (quote === "'" && unit === "'" && reader.peek(1) === "'") {
      text += "'"
      reader.forward(2)
    } else if ((quote === '"' && unit === "'") || (quote === "'" && (unit === '"' || unit === '\\'))) {
      text += unit
      reader.forward()
    } else if (quote === '"' && unit === '\\') {
      text += scanEscape(state, start)
    } else {
      return text
    }
  }
}

function scanEscape(state: ScanState, start: Mark): string {
  const { reader } = state
  reader.forward()
  const unit = reader.peek()
  const short = shortEscapes[unit]
  if (short !== undefined) {
    reader.forward()
    return short
  }
  const length = codeLengths[unit]
  if (length !== undefined) {
    reader.forward()
    return scanCode(state, length, start)
  }
  if (breaks.includes(unit)) {
    scanLineBreak(state)
    return scanBreaks(state, start)
  }
  throw new YamlError(`found unknown escape character '${unit}'`, reader.mark(), {
    text: 'while scanning a double-quoted scalar',
    mark: start,
  })
}

function scanCode(state: ScanState, length: number, start: Mark): string {
  const { reader } = state
  const digits = reader.prefix(length)
  const code = Number.parseInt(digits, 16)
  if (!/^[0-9a-fA-F]+$/.test(digits) || digits.length < length || code > 0x10ffff) {
    const problem = `expected escape sequence of ${length} hexdecimal numbers, but found '${digits}'`
    throw new YamlError(problem, reader.mark(), { text: 'while scanning a double-quoted scalar', mark: start })
  }
  reader.forward(length)
  return String.fromCodePoint(code)
}

function scanSpaces(state: ScanState, start: Mark): string {
  const { reader } = state
  let length = 0
  while (' \t'.includes(reader.peek(length))) length++
  const blanks = reader.prefix(length)
  reader.forward(length)
  const unit = reader.peek()
  if (unit === '\0')
    throw new YamlError('found unexpected end of stream', reader.mark(), { text: 'while scanning a quoted scalar', mark: start })
  if (!breaks.includes(unit)) return blanks
  const first = scanLineBreak(state)
  const more = scanBreaks(state, start)
  if (first !== '\n') return first + more
  return more === '' ? ' ' : more
}

function scanBreaks(state: ScanState, start: Mark): string {
  const { reader } = state
  let text = ''
  for (;;) {
    if (atDocumentMarker(state)) {
      throw new YamlError('found unexpected document separator', reader.mark(), { text: 'while scanning a quoted scalar', mark: start })
    }
    while (' \t'.includes(reader.peek())) reader.forward()
    if (!breaks.includes(reader.peek())) return text
    text += scanLineBreak(state)
  }
}
