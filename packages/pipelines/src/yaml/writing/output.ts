/** Columns past which a text is folded. */
export const bestWidth = 80

/** What was written so far, and the state that decides about blanks and line breaks: the names are those of ruamel's emitter. */
export class Output {
  readonly #parts: string[] = []
  column = 0
  /** Whether the last character was a blank. */
  whitespace = true
  /** Whether the line holds nothing but indentation and indicators. */
  indention = true
  /** Set directly behind `- `: the next indentation does not begin a line. */
  noNewline = false
  /** Whether the document needs `...` at its end. */
  openEnded = false
  indent: number | undefined
  readonly indents: { readonly indent: number | undefined; readonly sequence: boolean }[] = []

  toString(): string {
    return this.#parts.join('')
  }

  /** Writes without counting columns. */
  raw(text: string): void {
    this.#parts.push(text)
  }

  /** Writes part of a scalar. */
  text(characters: readonly string[]): void {
    this.column += characters.length
    this.#parts.push(characters.join(''))
  }

  indicator(indicator: string, needsBlank: boolean, state: { whitespace?: boolean; indention?: boolean } = {}): void {
    const data = this.whitespace || !needsBlank ? indicator : ` ${indicator}`
    this.whitespace = state.whitespace === true
    this.indention &&= state.indention === true
    this.openEnded = false
    this.column += [...data].length
    this.#parts.push(data)
  }

  /** Goes to the current indentation, on a new line unless it is already there. */
  writeIndent(): void {
    const indent = this.indent ?? 0
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) {
      if (this.noNewline) this.noNewline = false
      else this.lineBreak()
    }
    if (this.column >= indent) return
    this.whitespace = true
    this.#parts.push(' '.repeat(indent - this.column))
    this.column = indent
  }

  lineBreak(data = '\n'): void {
    this.whitespace = true
    this.indention = true
    this.column = 0
    this.#parts.push(data)
  }

  /** Begins a collection or a scalar; `indentless` for a sequence below its key. */
  increaseIndent(form: { flow?: boolean; sequence?: boolean; indentless?: boolean } = {}): void {
    this.indents.push({ indent: this.indent, sequence: form.sequence === true })
    if (this.indent === undefined) this.indent = form.flow === true ? undefined : 0
    else if (form.indentless !== true) this.indent += 2
  }

  decreaseIndent(): void {
    this.indent = this.indents.pop()?.indent
  }

  /** Whether the two innermost collections are sequences: `- - a`. */
  get sequenceInSequence(): boolean {
    return this.indents.at(-1)?.sequence === true && this.indents.at(-2)?.sequence === true
  }

  /** Blanks before the bracket of a flow collection in a block sequence. */
  flowAlignment(afterComment: boolean): number {
    const last = this.indents.at(-1)
    if ((this.indents.length < 2 || last?.sequence !== true) && (last === undefined || !afterComment)) return 0
    const base = (last?.indent ?? 0) + 2
    return Math.max(afterComment ? base : base - this.column - 1, 0)
  }
}
