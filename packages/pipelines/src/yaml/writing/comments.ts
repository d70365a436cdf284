import { Comment, commentAt, commentsAt, type Slots } from '../scanning/tokens.ts'
import type { Output } from './output.ts'

/** Writes the comments of nodes, where they were read. */
export class CommentWriter {
  readonly #output: Output
  /** Comments hang on a collection and on its first entry alike: they are written once. */
  readonly #written = new Set<Comment>()

  constructor(output: Output) {
    this.#output = output
  }

  /** Says whether there is a list of comments at all, be it empty. */
  before(slots: Slots | undefined, once: boolean): boolean {
    const comments = commentsAt(slots, 1)
    if (comments === null) return false
    for (const comment of comments) {
      if (!(comment instanceof Comment) || (once && this.#written.has(comment))) continue
      if (this.#output.column !== 0) this.#output.lineBreak()
      this.#write(comment, comment.value)
      if (once) this.#written.add(comment)
    }
    return true
  }

  behind(slots: Slots | undefined): boolean {
    const comment = commentAt(slots, 0)
    if (comment === null) return false
    this.#write(comment, comment.value.replace(/\n$/, ''))
    this.#output.lineBreak()
    return true
  }

  /** In the column where it was read, but at least one blank behind what precedes it. */
  #write(comment: Comment, value: string): void {
    const { column } = this.#output
    const startsBreak = comment.value.startsWith('\n')
    let blanks = startsBreak ? 0 : comment.column - column
    if (column > 0 && value.trim() !== '' && blanks < 1 && !value.startsWith('\n')) blanks = 1
    this.#output.raw(' '.repeat(Math.max(blanks, 0)) + value)
  }
}
