import type { Redactor } from './redactor.ts'

/** Redacts bytes as they come. */
export interface StreamRedactor {
  /** Takes bytes and gives back what can be told: whole lines. What is not a secret comes out byte for byte. */
  push(bytes: Uint8Array): Uint8Array
  /** Gives back the rest. */
  end(): Uint8Array
}

/** Characters that are held back for the end of their line; in a longer line a secret at the cut may stay. */
const LONGEST_LINE = 65_536
const LONGEST_KEY = 65_536
const keyBegins = '-----BEGIN '
const keyEnds = /-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----/

/** Redacts a stream of text in any encoding that has ASCII in it: bytes are read as Latin-1, so that those that are no text survive. */
export function createStreamRedactor(redactor: Redactor): StreamRedactor {
  let held = ''
  const tell = (text: string): Uint8Array => Buffer.from(redactor.text(text).text, 'latin1')
  return {
    push: (bytes) => {
      held += Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
      const end = endOfWhole(held)
      const whole = held.slice(0, end)
      held = held.slice(end)
      return tell(whole)
    },
    end: () => {
      const rest = held
      held = ''
      return tell(rest)
    },
  }
}

/** Where to cut: after the last line that is whole, but not inside a private key. */
function endOfWhole(text: string): number {
  const line = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1
  const begin = text.lastIndexOf(keyBegins)
  const isOpen =
    begin >= 0 && /^-----BEGIN [A-Z ]*(?:PRIVATE|$)/.test(text.slice(begin, begin + 40)) && !keyEnds.test(text.slice(begin, line))
  if (isOpen && text.length - begin < LONGEST_KEY) return Math.min(line, begin)
  if (text.length - line < LONGEST_LINE) return line
  return Math.max(line, text.lastIndexOf(' ') + 1) || text.length
}
