import { type Source, sourceError } from './source.ts'

/** A quoted text that was read: its value without quotes, and the offset just behind it. */
export interface Quoted {
  readonly value: string
  readonly end: number
}

/**
 * Reads the quoted text that starts at an offset; undefined when none does.
 *
 * `'…'`, `"…"` and `` `…` `` are MLflow's, read as it reads them: nothing is ever unescaped. A doubled quote and (but in
 * backticks) a backslash before a quote do not end the text, and both characters stay in the value: `'it''s'` is `it''s`.
 * `E'…'` is ours, for the texts those cannot write: in it, a backslash makes the next character plain.
 */
export function readQuoted(source: Source, start: number): Quoted | undefined {
  const opening = source.text[start]
  if (opening === "'" || opening === '"' || opening === '`') return readPlain(source, start)
  if ((opening === 'E' || opening === 'e') && source.text[start + 1] === "'") return readEscaped(source, start)
  return undefined
}

function readPlain(source: Source, start: number): Quoted {
  const { text } = source
  const quote = text.charAt(start)
  const escapes = quote !== '`'
  let lastSkipped = -1
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === quote) {
      if (text[at + 1] !== quote) return { value: text.slice(start + 1, at), end: at + 1 }
      lastSkipped = at++
    } else if (escapes && text[at] === '\\' && text[at + 1] === quote) lastSkipped = ++at
  }
  // MLflow backtracks: without a closing quote, the last one that looked escaped closes, so that 'C:\' is a value.
  if (lastSkipped < 0) throw neverClosed(source, start)
  return { value: text.slice(start + 1, lastSkipped), end: lastSkipped + 1 }
}

function readEscaped(source: Source, start: number): Quoted {
  const { text } = source
  let value = ''
  for (let at = start + 2; at < text.length; at++) {
    if (text[at] === "'") return { value, end: at + 1 }
    if (text[at] === '\\') at++
    value += text.charAt(at)
  }
  throw neverClosed(source, start)
}

function neverClosed(source: Source, start: number) {
  return sourceError(source, start, {
    message: source.syntaxMessage([source.text.slice(start)]),
    hint: 'The quote that starts here is never closed.',
  })
}

/** Writes a text so that {@link readQuoted} reads it back: as MLflow can read it too, where it can. */
export function quoteText(text: string): string {
  if (!text.includes("'") && !text.endsWith('\\')) return `'${text}'`
  if (!text.includes('"') && !text.endsWith('\\')) return `"${text}"`
  return `E'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`
}
