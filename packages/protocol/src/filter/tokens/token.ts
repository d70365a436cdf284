import { readQuoted } from './quoted.ts'
import { type Source, sourceError } from './source.ts'

/** A word of the grammar, with the place it was read from. */
export type Token = (NameToken | TextToken | NumberToken | OperatorToken | SymbolToken | EndToken) & {
  readonly offset: number
  readonly length: number
}

/** A keyword or a field, `metrics.loss`: the text up to the first dot is its prefix, all behind it the key. */
export interface NameToken {
  readonly kind: 'name'
  readonly prefix: string | undefined
  readonly key: string
  /** Whether a name without a prefix was quoted: then it is no keyword. */
  readonly quoted: boolean
}

/** A text in quotes. In double quotes it may also be meant as a name. */
export interface TextToken {
  readonly kind: 'text'
  readonly value: string
  readonly doubleQuoted: boolean
}

export interface NumberToken {
  readonly kind: 'number'
}

/** A run of `<>=~!`, whether it is a comparator or not. */
export interface OperatorToken {
  readonly kind: 'operator'
}

export interface SymbolToken {
  readonly kind: 'symbol'
  readonly symbol: string
}

export interface EndToken {
  readonly kind: 'end'
}

const space = /\s*/y
const number = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\p{L}\p{N}\p{M}_.])/uy
const operator = /[<>=~!]+/y
const symbol = /[(),;]/y
const word = /[\p{L}\p{N}\p{M}_]+/uy
/** What keys may hold, but for spaces: behind the first dot these need no quotes. */
const keyPart = /[\p{L}\p{N}\p{M}_.:/-]+/uy

/** Splits a source into tokens; the last one is always an end token. Throws on a character or quote that fits nowhere. */
export function tokenize(source: Source): Token[] {
  const tokens: Token[] = []
  for (let at = matchAt(space, source, 0); ;) {
    const token = readToken(source, at)
    tokens.push(token)
    if (token.kind === 'end') return tokens
    const end = at + token.length
    at = end + matchAt(space, source, end)
  }
}

function readToken(source: Source, offset: number): Token {
  const { text } = source
  if (offset >= text.length) return { kind: 'end', offset, length: 0 }
  const digits = matchAt(number, source, offset)
  if (digits > 0) return { kind: 'number', offset, length: digits }
  const comparator = matchAt(operator, source, offset)
  if (comparator > 0) return { kind: 'operator', offset, length: comparator }
  if (matchAt(symbol, source, offset) > 0) return { kind: 'symbol', symbol: text.charAt(offset), offset, length: 1 }
  const quoted = readQuoted(source, offset)
  if (quoted === undefined) return readBareName(source, offset)
  if (text[quoted.end] === '.') return readKey(source, { offset, prefix: quoted.value, end: quoted.end + 1 })
  const length = quoted.end - offset
  if (text[offset] === '`') return { kind: 'name', prefix: undefined, key: quoted.value, quoted: true, offset, length }
  return { kind: 'text', value: quoted.value, doubleQuoted: text[offset] === '"', offset, length }
}

function readBareName(source: Source, offset: number): Token {
  const length = matchAt(word, source, offset)
  const end = offset + length
  const name = source.text.slice(offset, end)
  if (length === 0) throw unreadable(source, offset)
  if (source.text[end] === '.') return readKey(source, { offset, prefix: name, end: end + 1 })
  return { kind: 'name', prefix: undefined, key: name, quoted: false, offset, length }
}

/** Reads the key behind the first dot: quoted and bare pieces, each quoted one standing between dots. */
function readKey(source: Source, { offset, prefix, end }: { offset: number; prefix: string; end: number }): Token {
  let key = ''
  let at = end
  while (key === '' || source.text[at - 1] === '.') {
    const quoted = readQuoted(source, at)
    if (quoted !== undefined) {
      key += quoted.value
      at = quoted.end
      if (source.text[at] !== '.') break
    }
    const length = matchAt(keyPart, source, at)
    if (length === 0) break
    key += source.text.slice(at, at + length)
    at += length
  }
  if (key === '') {
    const message = source.syntaxMessage([source.text.slice(offset, at)])
    throw sourceError(source, at, { message, hint: `A key is missing after '${prefix}.'; put keys with special characters in backticks.` })
  }
  return { kind: 'name', prefix, key, quoted: false, offset, length: at - offset }
}

function unreadable(source: Source, offset: number) {
  const character = String.fromCodePoint(source.text.codePointAt(offset) ?? 0)
  return sourceError(source, offset, { message: source.syntaxMessage([character]), hint: 'This character has no meaning outside quotes.' })
}

/** The length of what a sticky pattern matches at an offset; 0 when it does not. */
function matchAt(pattern: RegExp, source: Source, offset: number): number {
  pattern.lastIndex = offset
  return pattern.test(source.text) ? pattern.lastIndex - offset : 0
}
