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
    reader.forwardInLine(length)
    stop = reader.mark()
    spaces = scanSpaces(state)
    if (spaces === '' || reader.peek() === '#' || (state.flowLevel === 0 && reader.column < indent)) break
  }
  const token = createToken('<scalar>', start, stop, { value: text, plain: true })
  if (state.roundTrip && spaces.startsWith('\n')) token.comment = [new Comment(`${spaces}\n`, start), null]
  return token
}

const blockWord = /(?:[^:\n\r\x85\u2028\u2029 \t]|:(?=[^\n\r\x85\u2028\u2029 \t]))+/y
const flowWord = /(?:[^:,[\]{}\n\r\x85\u2028\u2029 \t]|:(?=[^\n\r\x85\u2028\u2029 \t]))+/y
const flowWord11 = /(?:[^:,?[\]{}\n\r\x85\u2028\u2029 \t]|:(?=[^\n\r\x85\u2028\u2029 \t]))+/y

/** Up to a blank, a `:` with a blank behind it, or in a flow collection an indicator of its own. */
function wordLength(state: ScanState): number {
  if (state.flowLevel === 0) return state.reader.matchLength(blockWord)
  return state.reader.matchLength(state.version11 ? flowWord11 : flowWord)
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
