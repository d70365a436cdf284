import { fetchMoreTokens } from './fetch.ts'
import { ScanState } from './state.ts'
import { Comment, commentAt, createToken, type Slots, type Token, type TokenKind } from './tokens.ts'

/**
 * The tokens of a text, one by one. Comments are no tokens for the caller: they hang on the token that they follow in the same line, or on the
 * one that comes after them. Which of the two decides where they are written again, so the order of looking ahead is that of ruamel's
 * RoundTripScanner.
 */
export class Scanner {
  readonly #state: ScanState
  /** Whether the next token stands at the head of the queue, with its comments. */
  #ready = false

  constructor(text: string, roundTrip: boolean) {
    this.#state = new ScanState(text, roundTrip)
    const mark = this.#state.reader.mark()
    this.#state.tokens.push(createToken('<stream start>', mark, mark))
  }

  /** Whether `%YAML 1.1` was read: `yes` is a boolean there, and `010` is 8. */
  get version11(): boolean {
    return this.#state.version11
  }

  /** Whether the next token is one of the kinds. */
  check(...kinds: TokenKind[]): boolean {
    return kinds.includes(this.peek().kind)
  }

  peek(): Token {
    if (!this.#ready) {
      this.#fill()
      this.#gatherComments()
      this.#ready = true
    }
    return this.#first()
  }

  take(): Token {
    const token = this.peek()
    if (this.#state.roundTrip) this.#attachCommentBehind()
    this.#state.tokensTaken++
    this.#state.tokens.shift()
    this.#ready = false
    return token
  }

  #first(): Token {
    const token = this.#state.tokens[0]
    if (token === undefined || token instanceof Comment) throw new Error('the scanner ran past its end')
    return token
  }

  #fill(): void {
    while (this.#needsMore()) fetchMoreTokens(this.#state)
  }

  #needsMore(): boolean {
    const state = this.#state
    if (state.done) return false
    if (state.tokens.length === 0) return true
    state.dropStaleSimpleKeys()
    return state.nextSimpleKey() === state.tokensTaken
  }

  /** Takes the comments that stand before the next token and hangs them on it. */
  #gatherComments(): void {
    const state = this.#state
    if (!state.roundTrip) return
    const comments: Comment[] = []
    const takeComments = (): void => {
      for (let [comment] = state.tokens; comment instanceof Comment; [comment] = state.tokens) {
        state.tokens.shift()
        state.tokensTaken++
        comments.push(comment)
      }
    }
    takeComments()
    while (this.#needsMore()) {
      fetchMoreTokens(state)
      takeComments()
    }
    if (comments.length > 0) {
      const token = this.#first()
      token.comment ??= [null, null]
      token.comment[1] = comments
    }
    if (!state.done && state.tokens.length < 2) fetchMoreTokens(state)
  }

  #attachCommentBehind(): void {
    const state = this.#state
    const token = this.#first()
    const comment = state.tokens[1]
    if (!(comment instanceof Comment)) return
    const sameLine = token.end.line === comment.line
    if (!(token.kind === '<scalar>' || (sameLine && endsWithComment.has(token.kind)))) return
    state.tokens.splice(1, 1)
    state.tokensTaken++
    if (!sameLine) comment.value = '\n'.repeat(comment.line - token.end.line) + ' '.repeat(comment.column) + comment.value
    const slots: Slots = (token.comment ??= [null, null])
    slots[0] = comment
    fetchMoreTokens(state)
    for (let next = state.tokens[1]; next instanceof Comment; next = state.tokens[1]) {
      state.tokens.splice(1, 1)
      state.tokensTaken++
      comment.value += ' '.repeat(next.column) + next.value
      fetchMoreTokens(state)
    }
  }
}

const endsWithComment: ReadonlySet<TokenKind> = new Set([':', ']', '}'])

/** Takes the comment behind a token as one of its own, for the `-` that begins a sequence under a commented key. */
export function splitComment(token: Token): Slots | undefined {
  const behind = commentAt(token.comment, 0)
  if (behind === null || token.comment === undefined) return undefined
  if ((token.comment[1] ?? null) === null) token.comment = undefined
  return [behind, null]
}
