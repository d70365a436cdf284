import { breaks, end, type ScanState } from './state.ts'
import { Comment } from './tokens.ts'

/**
 * Walks over blanks, line breaks and comments. For a document that is written again it stops behind each comment, or behind blank lines, and
 * returns them.
 */
export function scanToNextToken(state: ScanState): Comment | undefined {
  const { reader } = state
  if (reader.index === 0 && reader.peek() === '\uFEFF') reader.forward()
  const blank = state.flowLevel > 0 ? ' \t' : ' '
  for (;;) {
    while (blank.includes(reader.peek())) reader.forward()
    if (reader.peek() === '#') {
      if (state.roundTrip) return scanComment(state)
      while (!end.includes(reader.peek())) reader.forward()
    }
    if (scanLineBreak(state) === '') return undefined
    if (state.flowLevel === 0) state.allowSimpleKey = true
    if (state.roundTrip && reader.peek() === '\n') return scanBlankLines(state)
  }
}

/** A comment, with its line break and the blank lines behind it. */
function scanComment(state: ScanState): Comment {
  const { reader } = state
  const start = reader.mark()
  let text = '#'
  reader.forward()
  for (let unit = '#'; !end.includes(unit);) {
    unit = reader.peek()
    if (unit === '\0') {
      text += '\n'
      break
    }
    text += unit
    reader.forward()
  }
  for (let found = scanLineBreak(state); found !== ''; found = scanLineBreak(state)) text += found
  if (state.flowLevel === 0) state.allowSimpleKey = true
  return new Comment(text, start)
}

function scanBlankLines(state: ScanState): Comment {
  const { reader } = state
  const start = reader.mark()
  let text = ''
  for (let found = scanLineBreakOrBlank(state); ; found = scanLineBreakOrBlank(state)) {
    text += found
    if (found === '') break
  }
  // Blank lines before a comment that is indented: the indentation belongs to the comment.
  if (reader.peek() === '#') text = `${text.slice(0, Math.max(text.lastIndexOf('\n'), 0))}\n`
  return new Comment(text, start)
}

function scanLineBreakOrBlank(state: ScanState): string {
  const found = scanLineBreak(state)
  const unit = state.reader.peek()
  if (found !== '' || !'\t '.includes(unit)) return found
  state.reader.forward()
  return unit
}

/** Takes one line break and says which: `\n` for all of ASCII and NEL, U+2028 and U+2029 as they are, nothing where there is none. */
export function scanLineBreak(state: ScanState): string {
  const { reader } = state
  const unit = reader.peek()
  if (!breaks.includes(unit)) return ''
  reader.forward(reader.prefix(2) === '\r\n' ? 2 : 1)
  return unit === '\u2028' || unit === '\u2029' ? unit : '\n'
}

/** Whether `---` or `...` stands at the reader, with a blank or an end behind it. */
export function atDocumentMarker(state: ScanState, marker?: '---' | '...'): boolean {
  const { reader } = state
  const prefix = reader.prefix(3)
  return (marker === undefined ? prefix === '---' || prefix === '...' : prefix === marker) && `${end} \t`.includes(reader.peek(3))
}
