import { encodingOf } from '../looks-like.ts'

/** Bytes that follow each other as text; a character that is cut off at the end is left out. */
export function decodeParts(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder(encodingOf(parts[0] ?? new Uint8Array()))
  return parts.map((part) => decoder.decode(part, { stream: true })).join('')
}
