import type { TextEncoding } from '../looks-like.ts'
import { createTextReader } from './text-reader.ts'

export interface DecodedText {
  readonly text: string
  readonly encoding: TextEncoding
}

/** Bytes that follow each other as text; where more would follow them, a character that is cut off at the end is left out. */
export function decodeParts(parts: readonly Uint8Array[], isWhole: boolean): DecodedText {
  const reader = createTextReader()
  const text = parts.map((part, at) => reader.read(part, isWhole && at === parts.length - 1)).join('')
  return { text, encoding: reader.encoding }
}
