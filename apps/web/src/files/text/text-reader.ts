import { encodingOf, type TextEncoding } from '../looks-like.ts'

export interface TextReader {
  /** The text of the next bytes. A character that is cut off at their end comes with those that follow, and after the last of them is shown as what it is. */
  read(bytes: Uint8Array, isLast: boolean): string
  /** By now: of ASCII alone nobody knows, and it is taken for UTF-8. */
  readonly encoding: TextEncoding
}

/** Reads bytes as text, piece by piece. The encoding is told by the first of them that is not all ASCII, since that is the same in all. */
export function createTextReader(): TextReader {
  let decoder: TextDecoder | undefined
  let encoding: TextEncoding = 'utf-8'
  const plain = new TextDecoder()
  return {
    read: (bytes, isLast) => {
      if (decoder === undefined && bytes.some((byte) => byte > 127)) {
        encoding = encodingOf(bytes, isLast)
        decoder = new TextDecoder(encoding)
      }
      return (decoder ?? plain).decode(bytes, { stream: !isLast })
    },
    get encoding() {
      return encoding
    },
  }
}
