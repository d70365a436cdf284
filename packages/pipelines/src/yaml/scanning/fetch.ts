import { atDocumentMarker, scanToNextToken } from './blanks.ts'
import { scanBlock } from './block.ts'
import { scanDirective } from './directives.ts'
import { YamlError } from './errors.ts'
import { scanPlain } from './plain.ts'
import { scanQuoted } from './quoted.ts'
import { endOrBlank, type ScanState } from './state.ts'
import { scanAnchor, scanTag } from './tags.ts'
import { Comment, createToken, type Token } from './tokens.ts'

/** Scans the next token, or the comments and blank lines before it, and appends it to the queue. */
export function fetchMoreTokens(state: ScanState): void {
  const comment = scanToNextToken(state)
  if (comment !== undefined) {
    comment.value = comment.value.replace(/ +$/, '')
    state.tokens.push(comment)
    return
  }
  state.dropStaleSimpleKeys()
  state.unwindIndent(state.reader.column)
  const fetch = fetchers[state.reader.peek()]
  if (fetch?.(state) === true) return
  if (!startsPlain(state)) {
    const problem = `found character '${state.reader.peek()}' that cannot start any token`
    throw new YamlError(problem, state.reader.mark(), { text: 'while scanning for the next token', mark: state.reader.mark() })
  }
  fetchKeyLike(state, scanPlain)
}

/** By first character: whether the token was one of that kind, and fetched; otherwise it is a plain scalar or an error. */
const fetchers: Readonly<Record<string, (state: ScanState) => boolean>> = {
  '\0': fetchStreamEnd,
  '%': (state) => state.reader.column === 0 && fetchOutsideDocument(state, () => state.tokens.push(scanDirective(state))),
  '-': (state) => fetchMarker(state, '---') || (endOrBlank.includes(state.reader.peek(1)) && fetchBlockEntry(state)),
  '.': (state) => fetchMarker(state, '...'),
  '[': (state) => fetchFlowStart(state, '['),
  '{': (state) => fetchFlowStart(state, '{'),
  ']': (state) => fetchFlowEnd(state, ']'),
  '}': (state) => fetchFlowEnd(state, '}'),
  ',': fetchFlowEntry,
  '?': (state) => (state.flowLevel > 0 || endOrBlank.includes(state.reader.peek(1))) && fetchKey(state),
  ':': (state) => startsValue(state) && fetchValue(state),
  '*': (state) => fetchKeyLike(state, (inner) => scanAnchor(inner, '<alias>')),
  '&': (state) => fetchKeyLike(state, (inner) => scanAnchor(inner, '<anchor>')),
  '!': (state) => fetchKeyLike(state, scanTag),
  '|': (state) => state.flowLevel === 0 && fetchBlock(state, '|'),
  '>': (state) => state.flowLevel === 0 && fetchBlock(state, '>'),
  "'": (state) => fetchKeyLike(state, (inner) => scanQuoted(inner, "'")),
  '"': (state) => fetchKeyLike(state, (inner) => scanQuoted(inner, '"')),
}

function fetchStreamEnd(state: ScanState): boolean {
  state.unwindIndent(-1)
  state.removeSimpleKey()
  state.allowSimpleKey = false
  state.simpleKeys.clear()
  state.push('<stream end>', 0)
  state.done = true
  return true
}

function fetchOutsideDocument(state: ScanState, fetch: () => void): boolean {
  state.unwindIndent(-1)
  state.removeSimpleKey()
  state.allowSimpleKey = false
  fetch()
  return true
}

function fetchMarker(state: ScanState, marker: '---' | '...'): boolean {
  if (state.reader.column !== 0 || !atDocumentMarker(state, marker)) return false
  return fetchOutsideDocument(state, () => state.push(marker === '---' ? '<document start>' : '<document end>', 3))
}

function fetchFlowStart(state: ScanState, bracket: '[' | '{'): boolean {
  state.saveSimpleKey()
  state.flowContext.push(bracket)
  state.allowSimpleKey = true
  state.push(bracket, 1)
  return true
}

function fetchFlowEnd(state: ScanState, bracket: ']' | '}'): boolean {
  state.removeSimpleKey()
  state.flowContext.pop()
  state.allowSimpleKey = false
  state.push(bracket, 1)
  return true
}

function fetchFlowEntry(state: ScanState): boolean {
  state.allowSimpleKey = true
  state.removeSimpleKey()
  state.push(',', 1)
  return true
}

function fetchBlockEntry(state: ScanState): boolean {
  openBlock(state, '<block sequence start>', 'sequence entries')
  state.allowSimpleKey = true
  state.removeSimpleKey()
  state.push('-', 1)
  return true
}

function fetchKey(state: ScanState): boolean {
  openBlock(state, '<block mapping start>', 'mapping keys')
  state.allowSimpleKey = state.flowLevel === 0
  state.removeSimpleKey()
  state.push('?', 1)
  return true
}

function fetchValue(state: ScanState): boolean {
  const key = state.simpleKeys.get(state.flowLevel)
  if (key !== undefined) {
    state.simpleKeys.delete(state.flowLevel)
    const place = key.tokenNumber - state.tokensTaken
    state.tokens.splice(place, 0, createToken('?', key.mark, key.mark))
    if (state.flowLevel === 0 && state.addIndent(key.mark.column)) {
      state.tokens.splice(place, 0, createToken('<block mapping start>', key.mark, key.mark))
    }
    state.allowSimpleKey = false
  } else {
    openBlock(state, '<block mapping start>', 'mapping values')
    state.allowSimpleKey = state.flowLevel === 0
    state.removeSimpleKey()
  }
  state.push(':', 1)
  return true
}

function openBlock(state: ScanState, kind: '<block sequence start>' | '<block mapping start>', what: string): void {
  if (state.flowLevel > 0) return
  if (!state.allowSimpleKey) throw new YamlError(`${what} are not allowed here`, state.reader.mark())
  if (state.addIndent(state.reader.column)) state.push(kind, 0)
}

/** Aliases, anchors, tags and scalars may turn out to be keys, and no key may follow them in the same line. */
function fetchKeyLike(state: ScanState, scan: (state: ScanState) => Token): boolean {
  state.saveSimpleKey()
  state.allowSimpleKey = false
  state.tokens.push(scan(state))
  return true
}

function fetchBlock(state: ScanState, style: '|' | '>'): boolean {
  state.allowSimpleKey = true
  state.removeSimpleKey()
  state.tokens.push(scanBlock(state, style))
  return true
}

function startsValue(state: ScanState): boolean {
  if (state.flowLevel === 0 || state.version11) return state.flowLevel > 0 || endOrBlank.includes(state.reader.peek(1))
  const last = state.tokens.at(-1)
  const afterValue = last !== undefined && !(last instanceof Comment) && last.kind === ':'
  return endOrBlank.includes(state.reader.peek(1)) || (state.flowContext.at(-1) !== '[' && !afterValue)
}

function startsPlain(state: ScanState): boolean {
  const unit = state.reader.peek()
  const next = state.reader.peek(1)
  if (!`${endOrBlank}-?:,[]{}#&*!|>'"%@\``.includes(unit)) return true
  if (unit === ':' && state.flowLevel > 0 && !state.version11 && !' \t'.includes(next)) return true
  return !endOrBlank.includes(next) && (unit === '-' || (state.flowLevel === 0 && '?:'.includes(unit)))
}
