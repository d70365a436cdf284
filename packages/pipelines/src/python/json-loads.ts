import { RepriseError } from '@reprise/protocol/errors'
import type { Scalar, Value } from './value.ts'

/** How deep a document may be nested: Python's own reader gives up at about its recursion limit. */
const maxDepth = 900

/**
 * Reads JSON as Python's `json.loads` does: integers of any size, `NaN`, `Infinity`, the last of equal keys, control characters refused.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE with Python's words, `file`, line and column
 */
export function jsonLoads(text: string, file: string): Value {
  const reader = new Reader(text, file)
  const value = reader.value(0)
  reader.end()
  return value
}

const blanks = /[ \t\n\r]*/y
const numbers = /(-?(?:0|[1-9]\d*))(\.\d+)?([eE][-+]?\d+)?/y
const plain = /[^"\\\x00-\x1f]*/y
const words: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]
const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

class Reader {
  readonly #text: string
  readonly #file: string
  #at = 0

  constructor(text: string, file: string) {
    this.#text = text
    this.#file = file
  }

  value(depth: number): Value {
    if (depth > maxDepth) throw this.#error('The document is nested too deeply')
    this.#match(blanks)
    const first = this.#text[this.#at]
    if (first === '{') return this.#object(depth)
    if (first === '[') return this.#array(depth)
    if (first === '"') return this.#string()
    for (const [word, value] of words) if (this.#take(word)) return value
    const match = this.#match(numbers)
    if (match === null) throw this.#error('Expecting value')
    const [all, whole = '', fraction, exponent] = match
    return fraction === undefined && exponent === undefined ? BigInt(whole) : Number(all)
  }

  end(): void {
    this.#match(blanks)
    if (this.#at < this.#text.length) throw this.#error('Extra data')
  }

  #object(depth: number): Value {
    const result = new Map<Scalar, Value>()
    this.#at++
    this.#match(blanks)
    if (this.#take('}')) return result
    for (;;) {
      this.#match(blanks)
      if (this.#text[this.#at] !== '"') throw this.#error('Expecting property name enclosed in double quotes')
      const key = this.#string()
      this.#match(blanks)
      if (!this.#take(':')) throw this.#error("Expecting ':' delimiter")
      result.set(key, this.value(depth + 1))
      this.#match(blanks)
      if (this.#take('}')) return result
      if (!this.#take(',')) throw this.#error("Expecting ',' delimiter")
    }
  }

  #array(depth: number): Value {
    const result: Value[] = []
    this.#at++
    this.#match(blanks)
    if (this.#take(']')) return result
    for (;;) {
      result.push(this.value(depth + 1))
      this.#match(blanks)
      if (this.#take(']')) return result
      if (!this.#take(',')) throw this.#error("Expecting ',' delimiter")
    }
  }

  #string(): string {
    const start = this.#at++
    let result = ''
    for (;;) {
      result += this.#match(plain)?.[0] ?? ''
      const unit = this.#text[this.#at]
      if (unit === undefined) throw this.#error('Unterminated string starting at', start)
      if (unit === '"') {
        this.#at++
        return result
      }
      if (unit !== '\\') throw this.#error('Invalid control character at')
      result += this.#escape()
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? ''
    const short = escapes[letter]
    if (short !== undefined) {
      this.#at += 2
      return short
    }
    const digits = this.#text.slice(this.#at + 2, this.#at + 6)
    if (letter !== 'u') throw this.#error('Invalid \\escape')
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#error('Invalid \\uXXXX escape')
    this.#at += 6
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#text)
    if (match !== null) this.#at += match[0].length
    return match
  }

  #take(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false
    this.#at += word.length
    return true
  }

  #error(problem: string, at = this.#at): RepriseError {
    const before = this.#text.slice(0, at).split('\n')
    const place = `line ${before.length} column ${(before.at(-1)?.length ?? 0) + 1} (char ${at})`
    return new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `unable to read: '${this.#file}', JSON file structure is corrupted: ${problem}: ${place}`,
    )
  }
}
