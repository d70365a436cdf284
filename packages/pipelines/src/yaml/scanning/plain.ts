import { YamlError } from './errors.ts'
import { atDocumentMarker, scanLineBreak } from './blanks.ts'
import { breaks, endOrBlank, type ScanState } from './state.ts'
import { Comment, createToken, type Token } from './tokens.ts'

/** A scalar without quotes. In a flow collection it ends at `,` and brackets, too. */
export function scanPlain(state: ScanState): Token {
  const { reader } = state
  const start = reader.mark()
  let stop = start
  const indent = state.indent + 1
  let text = ''
  let spaces = ''
  while (reader.peek() !== '#') {
    const length = wordLength(state)
    if (state.flowLevel > 0 && reader.peek(length) === ':' && !`${endOrBlank},[]{}`.includes(reader.peek(length + 1))) {
      reader.forward(length)
      throw new YamlError("found unexpected ':'", reader.mark(), { text: 'while scanning a plain scalar', mark: start })
    }
    if (length === 0) break
    state.allowSimpleKey = false
    text += spaces + reader.prefix(length)
    reader.forward(length)
    stop = reader.mark()
    spaces = scanSpaces(state)
    if (spaces === '' || reader.peek() === '#' || (state.flowLevel === 0 && reader.column < indent)) break
  }
  const token = createToken('<scalar>', start, stop, { value: text, plain: true })
  if (state.roundTrip && spaces.startsWith('\n')) token.comment = [new Comment(`${spaces}\n`, start), null]
  return token
}

function wordLength(state: ScanState): number {
  const { reader } = state
  const inFlow = state.flowLevel > 0
  for (let length = 0; ; length++) {
    const unit = reader.peek(length)
    const blankFollows = endOrBlank.includes(reader.peek(length + 1))
    if (unit === ':' && !blankFollows) continue
    if (unit === '?' && !state.version11) continue
    if (endOrBlank.includes(unit) || (!inFlow && unit === ':') || (inFlow && ',:?[]{}'.includes(unit))) return length
  }
}

/** Blanks and line breaks inside a plain scalar, folded: a single break is a blank, more are one less. */
function scanSpaces(state: ScanState): string {
  const { reader } = state
  let length = 0
  while (reader.peek(length) === ' ') length++
  const blanks = reader.prefix(length)
  reader.forward(length)
  if (!breaks.includes(reader.peek())) return blanks
  const first = scanLineBreak(state)
  state.allowSimpleKey = true
  if (atDocumentMarker(state)) return ''
  let more = ''
  while (` ${breaks}`.includes(reader.peek())) {
    if (reader.peek() === ' ') reader.forward()
    else {
      more += scanLineBreak(state)
      if (atDocumentMarker(state)) return ''
    }
  }
  if (first !== '\n') return first + more
  return more === '' ? ' ' : more
}
