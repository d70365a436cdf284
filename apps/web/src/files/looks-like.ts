/** Whether bytes begin so. */
export function startsWith(bytes: Uint8Array, ...starts: readonly (string | readonly number[])[]): boolean {
  return starts.some((start) => {
    const codes = typeof start === 'string' ? Array.from(start, (character) => character.charCodeAt(0)) : start
    return bytes.length >= codes.length && codes.every((code, at) => bytes[at] === code)
  })
}

/** Whether bytes are text of UTF-8, or of UTF-16 with its mark. The last character may be cut off. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (markOf(bytes) !== undefined) return true
  if (bytes.includes(0)) return false
  // Escape, backspace and the like are in logs; a file that is full of them is none.
  return countCharacters(bytes).odd === 0 && countControls(bytes) <= bytes.length / 10
}

/** Parts of bytes that may be text: what is no ASCII, where no name says that they are text; and control characters, where one does. */
const MOST_ODD = 1 / 4
const MOST_CONTROLS = 1 / 50

/**
 * Whether bytes may be text of another encoding, or of a damaged one: where a name says that they are, unless control characters are among them; else only
 * with ASCII for the most part.
 */
export function mayBeText(bytes: Uint8Array, isNamedSo: boolean): boolean {
  if (bytes.includes(0)) return false
  const controls = countControls(bytes)
  return isNamedSo ? controls <= bytes.length * MOST_CONTROLS : controls === 0 && countCharacters(bytes).odd <= bytes.length * MOST_ODD
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/**
 * The encoding of a text: by its mark, or UTF-8. What is no UTF-8, and has hardly a character that could be one, is taken for windows-1252, which
 * spreadsheets and older programs of Western Europe and America write, and which holds Latin-1. Where nothing follows, what is cut off at the end is no character.
 */
export function encodingOf(bytes: Uint8Array, isAtEnd: boolean): TextEncoding {
  const mark = markOf(bytes)
  if (mark !== undefined) return mark
  const { long, odd } = countCharacters(bytes, isAtEnd)
  return odd > long ? 'windows-1252' : 'utf-8'
}

function markOf(bytes: Uint8Array): TextEncoding | undefined {
  if (startsWith(bytes, [0xff, 0xfe])) return 'utf-16le'
  return startsWith(bytes, [0xfe, 0xff]) ? 'utf-16be' : undefined
}

/** Control characters that are not those of lines, tabs and terminals. */
function countControls(bytes: Uint8Array): number {
  return bytes.reduce((count, byte) => count + (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27 ? 1 : 0), 0)
}

/** Characters of UTF-8 that have several bytes, and bytes that are part of none. One that may be cut off at the end counts for neither. */
function countCharacters(bytes: Uint8Array, isAtEnd = false): { readonly long: number; readonly odd: number } {
  let [long, odd] = [0, 0]
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0
    if (first < 0x80) {
      at++
      continue
    }
    const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 1
    let end = at + 1
    while (end < at + length && end < bytes.length && isContinued(first, bytes[end] ?? 0, end - at)) end++
    if (end === at + length && length > 1) long++
    else if (end < bytes.length || length === 1 || isAtEnd) odd++
    at = end
  }
  return { long, odd }
}

/** Whether a byte goes on with what `first` began. There are no longer ways to write what is short, no surrogates, and nothing beyond U+10FFFF. */
function isContinued(first: number, byte: number, place: number): boolean {
  if (byte < 0x80 || byte > 0xbf) return false
  if (place > 1) return true
  if (first === 0xe0) return byte >= 0xa0
  if (first === 0xed) return byte < 0xa0
  if (first === 0xf0) return byte >= 0x90
  return first !== 0xf4 || byte < 0x90
}
