import { isUtf8 } from 'node:buffer'

const escaped = /[\udc80-\udcff]/

/** The text of a name of any bytes: those that are not UTF-8 become lone surrogates, as in Python (`surrogateescape`). */
export function textOf(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
  let text = ''
  for (let from = 0; from < bytes.length;) {
    const length = lengthOfCharacter(bytes, from)
    text += length === 0 ? String.fromCharCode(0xdc00 + (bytes[from] ?? 0)) : Buffer.from(bytes.subarray(from, from + length)).toString()
    from += Math.max(1, length)
  }
  return text
}

/** What calls of the file system take for a path in this form: itself, or its bytes. */
export function fileNameOf(path: string): string | Buffer {
  if (!escaped.test(path)) return path
  const parts = path.split(/(?<![\ud800-\udbff])([\udc80-\udcff])/)
  return Buffer.concat(parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part) : Buffer.from([part.charCodeAt(0) - 0xdc00]))))
}

/** Bytes of the character of UTF-8 that begins here; 0 where none does. */
function lengthOfCharacter(bytes: Uint8Array, from: number): number {
  for (let length = 1; length <= 4; length++) if (isUtf8(bytes.subarray(from, from + length))) return length
  return 0
}
