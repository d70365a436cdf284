import { YamlError, type Mark } from './errors.ts'
import { Reader } from './reader.ts'
import { createToken, type Comment, type Token, type TokenKind } from './tokens.ts'

export const breaks = '\r\n\x85\u2028\u2029'
export const end = `\0${breaks}`
export const endOrBlank = `${end} \t`

/** A place where a key without `?` may have begun. */
interface SimpleKey {
  readonly tokenNumber: number
  readonly required: boolean
  readonly mark: Mark
}

/** What the scanner knows while it walks: open flow collections, indentation, and where keys may have begun. */
export class ScanState {
  readonly reader: Reader
  /** Whether comments are kept: only for documents that are written again. */
  readonly roundTrip: boolean
  readonly flowContext: ('[' | '{')[] = []
  readonly tokens: (Token | Comment)[] = []
  tokensTaken = 0
  indent = -1
  readonly indents: number[] = []
  allowSimpleKey = true
  readonly simpleKeys = new Map<number, SimpleKey>()
  version11 = false
  done = false

  constructor(text: string, roundTrip: boolean) {
    this.reader = new Reader(text)
    this.roundTrip = roundTrip
  }

  get flowLevel(): number {
    return this.flowContext.length
  }

  push(kind: TokenKind, length: number): void {
    const start = this.reader.mark()
    this.reader.forward(length)
    this.tokens.push(createToken(kind, start, this.reader.mark()))
  }

  /** The number of the token that may turn out to be a key, where there is one. */
  nextSimpleKey(): number | undefined {
    let least: number | undefined
    for (const key of this.simpleKeys.values()) if (least === undefined || key.tokenNumber < least) least = key.tokenNumber
    return least
  }

  /** A key must end in its own line and within 1,024 characters. */
  dropStaleSimpleKeys(): void {
    for (const [level, key] of this.simpleKeys) {
      if (key.mark.line === this.reader.line && this.reader.index - key.mark.index <= 1024) continue
      this.#refuseRequired(key)
      this.simpleKeys.delete(level)
    }
  }

  saveSimpleKey(): void {
    if (!this.allowSimpleKey) return
    const required = this.flowLevel === 0 && this.indent === this.reader.column
    this.removeSimpleKey()
    this.simpleKeys.set(this.flowLevel, { tokenNumber: this.tokensTaken + this.tokens.length, required, mark: this.reader.mark() })
  }

  removeSimpleKey(): void {
    const key = this.simpleKeys.get(this.flowLevel)
    if (key === undefined) return
    this.#refuseRequired(key)
    this.simpleKeys.delete(this.flowLevel)
  }

  unwindIndent(column: number): void {
    if (this.flowLevel > 0) return
    while (this.indent > column) {
      const mark = this.reader.mark()
      this.indent = this.indents.pop() ?? -1
      this.tokens.push(createToken('<block end>', mark, mark))
    }
  }

  addIndent(column: number): boolean {
    if (this.indent >= column) return false
    this.indents.push(this.indent)
    this.indent = column
    return true
  }

  #refuseRequired(key: SimpleKey): void {
    if (!key.required) return
    throw new YamlError("could not find expected ':'", this.reader.mark(), { text: 'while scanning a simple key', mark: key.mark })
  }
}
