import { plainText } from '../ansi/parse-ansi.ts'

/** What a program wrote to a terminal. Lines end where those of the other end. */
export interface TerminalText {
  /** As they were written, without ends. */
  readonly lines: readonly string[]
  /** As it is read and searched, without colours and what was written over. */
  readonly plain: string
}

const named = /\.(?:log|out|err)$/i
/** Escape sequences of colours and of bars of progress, and in logs what goes back to the beginning of a line. */
// oxlint-disable-next-line no-control-regex
const escapes = /\u001b\[/
const rewritten = /[^\r\n]\r+[^\r\n]/

/** A text as a terminal would have it; undefined for what was written to none. */
export function readTerminalText(text: string, path: string): TerminalText | undefined {
  if (!escapes.test(text) && !(named.test(path) && text.includes('\n') && rewritten.test(text))) return undefined
  const lines = text.split('\n').map((line) => line.replace(/\r+$/, ''))
  return { lines, plain: lines.map(plainText).join('\n') }
}
