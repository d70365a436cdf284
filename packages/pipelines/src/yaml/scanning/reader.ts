import { YamlError, type Mark } from './errors.ts'

const unprintable = /[^\x09\x0A\x0D\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/** Walks over a text, counting lines and columns. Past the end it reads NUL, which no text may hold. */
export class Reader {
  readonly #text: string
  index = 0
  line = 0
  column = 0

  constructor(text: string) {
    const found = unprintable.exec(text)
    if (found !== null) {
      const code = (found[0].codePointAt(0) ?? 0).toString(16).padStart(4, '0')
      throw new YamlError(`unacceptable character #x${code}: special characters are not allowed`, markAt(text, found.index))
    }
    this.#text = text
  }

  peek(offset = 0): string {
    return this.#text[this.index + offset] ?? '\0'
  }

  prefix(length: number): string {
    return this.#text.slice(this.index, this.index + length)
  }

  forward(length = 1): void {
    for (let left = length; left > 0; left--) {
      const unit = this.#text.charCodeAt(this.index++)
      if (unit === 0x0a) {
        this.line++
        this.column = 0
      } else if (unit !== 0xfeff && !(unit >= 0xdc00 && unit <= 0xdfff)) {
        this.column++
      }
    }
  }

  /** How many characters from here on a sticky pattern matches. */
  matchLength(pattern: RegExp): number {
    pattern.lastIndex = this.index
    try {
      return pattern.test(this.#text) ? pattern.lastIndex - this.index : 0
    } catch (error) {
      // The engine's own stack, after some millions of characters without a blank.
      throw error instanceof RangeError ? new YamlError('found a word that is too long to be read', this.mark()) : error
    }
  }

  /** Goes on within the line: what is passed over holds no line break. */
  forwardInLine(length: number): void {
    const passed = this.prefix(length)
    this.index += length
    this.column += /[\ud800-\udfff\ufeff]/.test(passed) ? [...passed.replaceAll('\ufeff', '')].length : length
  }

  mark(): Mark {
    return { index: this.index, line: this.line, column: this.column }
  }
}

function markAt(text: string, index: number): Mark {
  const before = text.slice(0, index).split('\n')
  return { index, line: before.length - 1, column: [...(before.at(-1) ?? '')].length }
}
