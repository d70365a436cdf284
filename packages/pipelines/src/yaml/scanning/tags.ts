import { YamlError, type Mark } from './errors.ts'
import { end, endOrBlank, type ScanState } from './state.ts'
import { createToken, type Token } from './tokens.ts'

const unspeakable = /[^\x21-\x2b\x2d-\x5a\x5c\x5e-\x7a\x7c\x7e\xA0-\uFEFE\uFF00-\uFFFD]/

/** `&name` or `*name`. */
export function scanAnchor(state: ScanState, kind: '<anchor>' | '<alias>'): Token {
  const { reader } = state
  const start = reader.mark()
  reader.forward()
  let length = 0
  while (!unspeakable.test(reader.peek(length))) length++
  const name = reader.prefix(length)
  if (length === 0 || !`${endOrBlank}?:,[]{}%@\``.includes(reader.peek(length))) {
    const problem = `expected alphabetic or numeric character, but found '${reader.peek(length)}'`
    throw new YamlError(problem, reader.mark(), { text: `while scanning an ${kind.slice(1, -1)}`, mark: start })
  }
  reader.forward(length)
  return createToken(kind, start, reader.mark(), { value: name })
}

/** `!name`, `!!name`, `!handle!name` or `!<uri>`. */
export function scanTag(state: ScanState): Token {
  const { reader } = state
  const start = reader.mark()
  const [handle, value] = scanHandleAndSuffix(state, start)
  if (!` ${end}`.includes(reader.peek())) {
    throw new YamlError(`expected ' ', but found '${reader.peek()}'`, reader.mark(), { text: 'while scanning a tag', mark: start })
  }
  return createToken('<tag>', start, reader.mark(), { value, handle })
}

function scanHandleAndSuffix(state: ScanState, start: Mark): [string | null, string] {
  const { reader } = state
  let short = '!'
  if (reader.peek(1) === '!') {
    short = '!!'
    reader.forward()
  }
  const next = reader.peek(1)
  if (next === '<') {
    reader.forward(2)
    const uri = scanUri(state, start)
    if (reader.peek() !== '>') {
      throw new YamlError(`expected '>' but found '${reader.peek()}'`, reader.mark(), { text: 'while parsing a tag', mark: start })
    }
    reader.forward()
    return [null, uri]
  }
  if (endOrBlank.includes(next)) {
    reader.forward()
    return [null, short]
  }
  const named = /^![-\w]*!/.exec(reader.prefix(256))?.[0]
  if (named !== undefined && short === '!') {
    reader.forward(named.length)
    return [named, scanUri(state, start)]
  }
  reader.forward()
  return [short, scanUri(state, start)]
}

function scanUri(state: ScanState, start: Mark): string {
  const { reader } = state
  let length = 0
  while (/[-0-9A-Za-z;/?:@&=+$,_.!~*'()[\]%#]/.test(reader.peek(length))) length++
  const uri = reader.prefix(length)
  if (length === 0 || /%(?![0-9a-fA-F]{2})/.test(uri)) {
    throw new YamlError(`expected URI, but found '${reader.peek()}'`, reader.mark(), { text: 'while parsing a tag', mark: start })
  }
  reader.forward(length)
  return uri
}
