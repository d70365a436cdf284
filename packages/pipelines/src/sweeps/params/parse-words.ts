import { RepriseError } from '@reprise/protocol/errors'
import type { Scalar, Value } from '../../python/index.ts'

/** A value as it is written, or the call of a function: `range(1, 5)`. */
export type Word =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Word[] }

const simple: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['nan', Number.NaN],
  ['inf', Infinity],
  ['-inf', -Infinity],
])

/**
 * Reads what stands behind the equals sign of an override, by the rules of Hydra, which DVC takes them from: words with commas between; `[…]` and `{…}`; quotes
 * of both kinds; whole numbers, floats, `true`, `null`; anything else is a text.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE with the place
 */
export function parseWords(text: string): Word[] {
  const reader = new WordReader(text)
  const words = reader.list(undefined)
  return words.length === 0 ? [{ kind: 'value', value: '' }] : words
}

class WordReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  /** Words up to what closes them, or to the end. */
  list(close: string | undefined): Word[] {
    const words: Word[] = []
    for (;;) {
      this.#skipBlanks()
      if (this.#isAt(close)) return words
      words.push(this.#word())
      this.#skipBlanks()
      if (this.#isAt(close)) return words
      this.#expect(',')
    }
  }

  #word(): Word {
    const first = this.#text[this.#at]
    if (first === "'" || first === '"') return { kind: 'value', value: this.#quoted(first) }
    if (first === '[') return { kind: 'value', value: this.#items() }
    if (first === '{') return { kind: 'value', value: this.#entries() }
    const bare = /^[^,()[\]{}:'"]*(?::[^,()[\]{}'"]*)?/.exec(this.#text.slice(this.#at))?.[0] ?? ''
    const name = /^[a-z_]\w*$/.exec(bare)?.[0]
    if (name !== undefined && this.#text[this.#at + bare.length] === '(') {
      this.#at += bare.length + 1
      return { kind: 'call', name, args: this.list(')') }
    }
    return { kind: 'value', value: this.#bare(/^[^,()[\]{}'"]*/) }
  }

  #bare(pattern: RegExp): Scalar {
    const text = pattern.exec(this.#text.slice(this.#at))?.[0] ?? ''
    if (text.trim() === '') throw this.#problem('a value is missing')
    this.#at += text.length
    return toScalar(text.trim())
  }

  #items(): Value[] {
    this.#at++
    return this.list(']').map((word) => this.#plain(word))
  }

  #entries(): Map<Scalar, Value> {
    this.#at++
    const entries = new Map<Scalar, Value>()
    for (;;) {
      this.#skipBlanks()
      if (this.#isAt('}')) return entries
      const first = this.#text[this.#at]
      const key = first === "'" || first === '"' ? this.#quoted(first) : this.#bare(/^[^,()[\]{}:'"]*/)
      this.#skipBlanks()
      this.#expect(':')
      this.#skipBlanks()
      entries.set(key, this.#plain(this.#word()))
      this.#skipBlanks()
      if (this.#isAt('}')) return entries
      this.#expect(',')
    }
  }

  #plain(word: Word): Value {
    if (word.kind === 'value') return word.value
    throw this.#problem(`${word.name}(…) can not stand inside of a value`)
  }

  #quoted(quote: string): string {
    let text = ''
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] ?? ''
      if (character === '\\' && this.#text[this.#at + 1] === quote) {
        text += quote
        this.#at++
      } else if (character === quote) {
        this.#at++
        return text
      } else text += character
    }
    throw this.#problem(`${quote} is not closed`)
  }

  #skipBlanks(): void {
    while (this.#text[this.#at] === ' ') this.#at++
  }

  /** At what closes the list, which is passed, or at the end of all. */
  #isAt(close: string | undefined): boolean {
    if (this.#at >= this.#text.length) {
      if (close !== undefined) throw this.#problem(`'${close}' is missing`)
      return true
    }
    if (close === undefined || this.#text[this.#at] !== close) return false
    this.#at++
    return true
  }

  #expect(character: string): void {
    if (this.#text[this.#at] !== character) throw this.#problem(`'${character}' is missing`)
    this.#at++
  }

  #problem(what: string): RepriseError {
    return new RepriseError('INVALID_PARAMETER_VALUE', `${what} at character ${this.#at + 1} of '${this.#text}'.`, {
      hint: 'Put a text with commas or brackets into quotes inside of the quotes of the shell: "key=\'a,b\'".',
    })
  }
}

function toScalar(text: string): Scalar {
  const known = simple.get(text.toLowerCase())
  if (known !== undefined) return known
  if (/^[-+]?\d(?:_?\d)*$/.test(text)) return BigInt(text.replaceAll('_', '').replace(/^\+/, ''))
  if (/^[-+]?(?:\d+\.\d*|\.\d+|\d+(?=e))(?:e[-+]?\d+)?$/i.test(text)) return Number(text)
  return text
}
