import type { RepriseError } from '../../errors.ts'
import type { SourcePosition } from '../ast.ts'
import { quoteSource } from './excerpt.ts'
import { type Source, sourceError } from './source.ts'
import { type Token, tokenize } from './token.ts'

/** Words of a broken clause that a message quotes at most. */
const wordsShown = 8

/** The tokens of a source, read from left to right. It ends with an end token that stays. */
export class TokenStream {
  readonly source: Source
  readonly #tokens: readonly Token[]
  readonly #end: Token
  #index = 0

  constructor(source: Source) {
    this.source = source
    this.#tokens = tokenize(source)
    this.#end = { kind: 'end', offset: source.text.length, length: 0 }
  }

  /** The token that comes next, or one some places behind it. */
  peek(ahead = 0): Token {
    return this.#tokens[this.#index + ahead] ?? this.#end
  }

  next(): Token {
    const token = this.peek()
    this.#index++
    return token
  }

  /** The token as it was written; empty at the end. */
  textOf({ offset, length }: Token): string {
    return this.source.text.slice(offset, offset + length)
  }

  /** The token as it was written, shortened for use in a message. */
  quote(token: Token): string {
    return quoteSource(this.textOf(token))
  }

  /** The next token as a keyword, in upper case; undefined when it is none. Quoted names and paths are no keywords. */
  keyword(ahead = 0): string | undefined {
    const token = this.peek(ahead)
    return token.kind === 'name' && token.prefix === undefined && !token.quoted ? token.key.toUpperCase() : undefined
  }

  takeKeyword(word: string): boolean {
    const found = this.keyword() === word
    if (found) this.#index++
    return found
  }

  atSymbol(symbol: string, ahead = 0): boolean {
    const token = this.peek(ahead)
    return token.kind === 'symbol' && token.symbol === symbol
  }

  takeSymbol(symbol: string): boolean {
    const found = this.atSymbol(symbol)
    if (found) this.#index++
    return found
  }

  /** From the start of one token to the end of the last one that was taken. */
  positionSince(start: Token): SourcePosition {
    const last = this.#tokens[this.#index - 1] ?? start
    return { offset: start.offset, length: last.offset + last.length - start.offset }
  }

  /** The error for a next token that does not fit; names the words of the clause, from `start` to it. */
  unexpected(start: Token, hint?: string): RepriseError {
    const token = this.peek()
    const clause = this.#tokens.filter(({ kind, offset }) => kind !== 'end' && offset >= start.offset && offset <= token.offset)
    const words = clause.length > 0 ? clause.slice(0, wordsShown) : this.#tokens.slice(this.#index - 1, this.#index)
    const message = this.source.syntaxMessage(words.map((each) => this.textOf(each)))
    return this.error(token, hint === undefined ? { message } : { message, hint })
  }

  /** An error that points at a token. */
  error(token: Token, what: { message: string; hint?: string }): RepriseError {
    return sourceError(this.source, token.offset, what)
  }
}
