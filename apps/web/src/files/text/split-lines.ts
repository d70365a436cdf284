export interface TextLine {
  /** From 1; absent where a long line goes on. */
  readonly number?: number
  readonly text: string
  /** Where it begins in the whole text. */
  readonly at: number
}

/** Characters of a line that are drawn in one row: browsers get slow with longer ones. */
const LONGEST = 2_000

/** Lines of a text. A long one goes on in further rows. */
export function splitLines(text: string, longest = LONGEST): TextLine[] {
  const lines: TextLine[] = []
  let number = 0
  for (let at = 0; at <= text.length;) {
    const newline = text.indexOf('\n', at)
    const end = newline === -1 ? text.length : newline
    if (newline === -1 && at === end && number > 0) break
    const last = end > at && text[end - 1] === '\r' ? end - 1 : end
    lines.push({ number: ++number, text: text.slice(at, Math.min(last, at + longest)), at })
    for (let more = at + longest; more < last; more += longest)
      lines.push({ text: text.slice(more, Math.min(last, more + longest)), at: more })
    at = end + 1
  }
  return lines
}
