/** Longer bodies are left to the general decoder. */
const MOST_BYTES = 262_144
/** Zeros behind the text, so that words may be read past its end; nothing that is looked for holds one. */
const PADDING = 16

/** The body that is being read. A copy, at one place: it costs a few microseconds, and saves more than it costs. */
export const text = Buffer.from(new ArrayBuffer(MOST_BYTES + PADDING))
const view = new DataView(text.buffer)

/** Takes a body up; false when it is too long. */
export function loadText(body: Uint8Array): boolean {
  if (body.length > MOST_BYTES) return false
  text.set(body)
  text.fill(0, body.length, body.length + PADDING)
  return true
}

/** Bytes to compare with, four at a time. */
export interface Pattern {
  readonly length: number
  readonly words: Int32Array
  /** The last four bytes, which overlap the last word; the bytes themselves when there are fewer. */
  readonly last: number
}

export function toPattern(ascii: string): Pattern {
  const bytes = Buffer.from(ascii, 'latin1')
  const words = Int32Array.from({ length: Math.max(0, Math.ceil(bytes.length / 4) - 1) }, (_, index) => bytes.readInt32LE(index * 4))
  const last = bytes.length < 4 ? bytes.readIntLE(0, bytes.length) : bytes.readInt32LE(bytes.length - 4)
  return { length: bytes.length, words, last }
}

/** Whether these bytes stand here. */
export function isAt(at: number, { length, words, last }: Pattern): boolean {
  for (let index = 0; index < words.length; index++) if (view.getInt32(at + index * 4, true) !== words[index]) return false
  if (length >= 4) return view.getInt32(at + length - 4, true) === last
  // The sign of the shorter ones is shifted in from the left, as `readIntLE` has it.
  const unused = 32 - length * 8
  return (view.getInt32(at, true) << unused) >> unused === last
}

/** Behind JSON's white space. */
export function skipSpace(start: number): number {
  let at = start
  for (let byte = text[at]; byte === 32 || byte === 10 || byte === 13 || byte === 9; byte = text[at]) at += 1
  return at
}

const QUOTE = 34
const BACKSLASH = 92
const SPACE = 32
const LAST_ASCII = 126

/** Where a text ends that begins here and needs no decoding; -1 for others, and for longer ones. */
export function endOfPlainText(start: number, longest: number): number {
  for (let at = start; at <= start + longest; at++) {
    const byte = text[at] as number
    if (byte === QUOTE) return at
    if (byte < SPACE || byte > LAST_ASCII || byte === BACKSLASH) return -1
  }
  return -1
}

/** The four digits that begin here; -1 when one of them is none. */
export function fourDigitsAt(at: number): number {
  const word = view.getInt32(at, true) ^ 0x30303030
  if ((((word + 0x06060606) | word) & 0xf0f0f0f0) !== 0) return -1
  const pairs = Math.imul(word, 10) + (word >>> 8)
  return (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff)
}
