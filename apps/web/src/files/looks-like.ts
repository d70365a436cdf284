/** Whether bytes begin so. */
export function startsWith(bytes: Uint8Array, ...starts: readonly (string | readonly number[])[]): boolean {
  return starts.some((start) => {
    const codes = typeof start === 'string' ? Array.from(start, (character) => character.charCodeAt(0)) : start
    return bytes.length >= codes.length && codes.every((code, at) => bytes[at] === code)
  })
}

/** Whether bytes are text of UTF-8, or of UTF-16 with its mark. The last character may be cut off. */
export function looksLikeText(bytes: Uint8Array): boolean {
  if (startsWith(bytes, [0xff, 0xfe], [0xfe, 0xff])) return true
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return false
  }
  // Escape, backspace and the like are in logs; a file that is full of them is none.
  const controls = bytes.reduce((count, byte) => count + (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27 ? 1 : 0), 0)
  return controls <= bytes.length / 10
}

/** The encoding of a text, by its mark. */
export function encodingOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le'
  return startsWith(head, [0xfe, 0xff]) ? 'utf-16be' : 'utf-8'
}
