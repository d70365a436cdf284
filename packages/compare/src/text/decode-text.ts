import { Unreadable } from '../comparer.ts'

/** Bytes of a text that is looked into; larger ones are held against each other as bytes. */
const LARGEST = 32 * 2 ** 20
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** Whether the beginning looks like text: no zero byte and few controls. */
export function looksLikeText(bytes: Uint8Array): boolean {
  return !bytes.subarray(0, 4_096).some((byte) => byte < 9 || (byte > 13 && byte < 27))
}

/** Throws {@link Unreadable} for what is not UTF-8 or too large. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.length > LARGEST) throw new Unreadable('the text is too large to look into')
  if (bytes.includes(0)) throw new Unreadable('it holds zero bytes')
  try {
    return strict.decode(bytes)
  } catch {
    throw new Unreadable('it is not UTF-8')
  }
}

/** A piece of a text for a person: short, with quotes. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 119)}…` : text)
}
