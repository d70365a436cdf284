import type { Mark } from './errors.ts'

/** The kinds of tokens, by the names that errors give them. */
export type TokenKind =
  | '<stream start>'
  | '<stream end>'
  | '<directive>'
  | '<document start>'
  | '<document end>'
  | '<block sequence start>'
  | '<block mapping start>'
  | '<block end>'
  | '['
  | ']'
  | '{'
  | '}'
  | '?'
  | ':'
  | '-'
  | ','
  | '<alias>'
  | '<anchor>'
  | '<tag>'
  | '<scalar>'
  | '<comment>'

/** Comment lines and blank lines in one piece, `#` and final newline included; the column is that of the first `#`. */
export class Comment {
  value: string
  readonly line: number
  column: number

  constructor(value: string, mark: Mark) {
    this.value = value
    this.line = mark.line
    this.column = mark.column
  }
}

/**
 * What is attached to a token, a node or an entry. By place: 0 the comment behind it, 1 the comments before it, 2 and 3 the same for the value
 * of an entry (on a collection, 2 holds the comments at its end), 4 the comment behind a key whose value is empty. The text behind the
 * indicator of a block scalar is a bare string.
 */
export type Slots = (Comment | (Comment | string)[] | null)[]

export interface Token {
  readonly kind: TokenKind
  readonly start: Mark
  readonly end: Mark
  readonly value: string
  readonly plain: boolean
  readonly style: string | undefined
  /** Of a tag: `!` or `!!` or a named one; null for a verbatim tag. */
  readonly handle: string | null
  comment: Slots | undefined
}

export function createToken(kind: TokenKind, start: Mark, end: Mark, details: Partial<Omit<Token, 'kind' | 'start' | 'end'>> = {}): Token {
  const { value = '', plain = false, style, handle = null } = details
  return { kind, start, end, value, plain, style, handle, comment: undefined }
}

/** The comment behind (place 0 or 2). */
export function commentAt(slots: Slots | undefined | null, place: number): Comment | null {
  const found = slots?.[place]
  return found instanceof Comment ? found : null
}

/** The comments before or at the end (place 1, 2 or 3). */
export function commentsAt(slots: Slots | undefined | null, place: number): (Comment | string)[] | null {
  const found = slots?.[place]
  return Array.isArray(found) ? found : null
}

/**
 * Moves what hangs on `from` to the token that follows, so that comments before a dash reach the entry. `empty` is for the colon of a value that
 * may turn out to be empty: the comment is then also remembered as that of the key.
 */
export function moveComment(from: Token, target: Token | undefined, empty = false): void {
  const moved = from.comment
  if (moved === undefined || target === undefined || target.kind === '<stream end>' || target.kind === '<document start>') return
  from.comment = undefined
  const there = target.comment
  if (there === undefined || there.length === 0) {
    target.comment = empty ? [moved[0] ?? null, moved[1] ?? null, null, null, moved[0] ?? null] : moved
    return
  }
  const [behind, before] = [commentAt(moved, 0), commentsAt(moved, 1)]
  const thereBefore = commentsAt(there, 1)
  if (before !== null && thereBefore !== null && before.length > 0 && thereBefore.length > 0) before.push(...thereBefore)
  if (behind !== null) there[0] = behind
  if (before !== null && before.length > 0) there[1] = before
}
