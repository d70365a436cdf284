import { atDocumentMarker, scanLineBreak, scanToNextToken } from './blanks.ts'
import { YamlError, type Mark } from './errors.ts'
import { breaks, end, type ScanState } from './state.ts'
import { Comment, createToken, type Token } from './tokens.ts'

/**
 * A block scalar, `|` or `>`. In a document that is written again, a BEL marks each place where a folded line was broken, so that it is broken
 * there again.
 */
export function scanBlock(state: ScanState, style: '|' | '>'): Token {
  const { reader } = state
  const start = reader.mark()
  reader.forward()
  const { keep, increment } = scanIndicators(state, start)
  const behind = scanRestOfLine(state, start)
  const least = increment === undefined ? state.indent + 1 : Math.max(state.indent + 1, 1)
  const indentation = increment === undefined ? scanIndentation(state) : scanBreaks(state, least + increment - 1)
  const indent = increment === undefined ? Math.max(least, indentation.deepest) : least + increment - 1
  const body = scanLines(state, style, { indent, least, blank: indentation })
  const text = body.text + (keep === false ? '' : body.lineBreak) + (keep === true ? body.blank.text : '')
  const token = createToken('<scalar>', start, body.blank.mark, { value: text, style })
  if (state.roundTrip && behind !== undefined) token.comment = [null, [behind]]
  if (keep !== true && body.blank.text !== '') attachTrailing(state, token, body.blank)
  return token
}

interface Blank {
  readonly text: string
  readonly mark: Mark
}

function scanLines(
  state: ScanState,
  style: '|' | '>',
  start: { indent: number; least: number; blank: Blank },
): { text: string; lineBreak: string; blank: Blank } {
  const { reader } = state
  let { blank } = start
  let text = ''
  let lineBreak = ''
  while (reader.column === start.indent && reader.peek() !== '\0') {
    text += blank.text
    const foldable = !' \t'.includes(reader.peek())
    let length = 0
    while (!end.includes(reader.peek(length))) length++
    text += reader.prefix(length)
    reader.forward(length)
    lineBreak = scanLineBreak(state)
    blank = scanBreaks(state, start.indent)
    if (start.least === 0 && reader.column === 0 && atDocumentMarker(state)) break
    if (reader.column !== start.indent || reader.peek() === '\0') break
    const folds = style === '>' && lineBreak === '\n'
    if (folds && state.roundTrip) text += '\x07'
    if (folds && foldable && !' \t'.includes(reader.peek())) text += blank.text === '' ? ' ' : ''
    else text += lineBreak
  }
  return { text, lineBreak, blank }
}

/** Blank lines and comments behind a block scalar hang on it: what follows it begins on a line of its own. */
function attachTrailing(state: ScanState, token: Token, blank: Blank): void {
  let text = blank.text
  for (let found = scanToNextToken(state); found !== undefined; found = scanToNextToken(state))
    text += ' '.repeat(found.column) + found.value
  if (!state.roundTrip) return
  token.comment ??= [null, null]
  token.comment[0] = new Comment(text, blank.mark)
}

function scanIndicators(state: ScanState, start: Mark): { keep: boolean | undefined; increment: number | undefined } {
  const { reader } = state
  let keep: boolean | undefined
  let increment: number | undefined
  for (let place = 0; place < 2; place++) {
    const unit = reader.peek()
    if (keep === undefined && '+-'.includes(unit)) keep = unit === '+'
    else if (increment === undefined && /[0-9]/.test(unit)) increment = Number(unit)
    else break
    if (increment === 0) throw blockError('expected indentation indicator in the range 1-9, but found 0', state, start)
    reader.forward()
  }
  if (!` ${end}`.includes(reader.peek())) {
    throw blockError(`expected chomping or indentation indicators, but found '${reader.peek()}'`, state, start)
  }
  return { keep, increment }
}

function scanRestOfLine(state: ScanState, start: Mark): string | undefined {
  const { reader } = state
  let blanks = 0
  while (reader.peek(blanks) === ' ') blanks++
  let length = blanks
  if (reader.peek(length) === '#') while (!end.includes(reader.peek(length))) length++
  const comment = length > blanks ? reader.prefix(length) : undefined
  reader.forward(length)
  if (!end.includes(reader.peek())) throw blockError(`expected a comment or a line break, but found '${reader.peek()}'`, state, start)
  scanLineBreak(state)
  return comment
}

function scanIndentation(state: ScanState): Blank & { deepest: number } {
  const { reader } = state
  let text = ''
  let first = -1
  let deepest = 0
  let mark = reader.mark()
  while (` ${breaks}`.includes(reader.peek())) {
    if (reader.peek() === ' ') {
      reader.forward()
      deepest = Math.max(deepest, reader.column)
    } else {
      if (first < 0) first = reader.column
      text += scanLineBreak(state)
      mark = reader.mark()
    }
  }
  if (first > 0 && deepest > first) throw new YamlError('more indented follow up line than first in a block scalar', reader.mark())
  return { text, deepest, mark }
}

function scanBreaks(state: ScanState, indent: number): Blank & { deepest: number } {
  const { reader } = state
  let text = ''
  let mark = reader.mark()
  const skip = (): void => {
    while (reader.column < indent && reader.peek() === ' ') reader.forward()
  }
  skip()
  while (breaks.includes(reader.peek())) {
    text += scanLineBreak(state)
    mark = reader.mark()
    skip()
  }
  return { text, mark, deepest: 0 }
}

function blockError(problem: string, state: ScanState, start: Mark): YamlError {
  return new YamlError(problem, state.reader.mark(), { text: 'while scanning a block scalar', mark: start })
}
