import { isUtf8 } from 'node:buffer'
import { RepriseError } from '@reprise/protocol/errors'

/** Texts that are their own bytes. */
const plain = /^[\u0000-\u005b\u005d-\u007f]*$/
const escape = /\\(?:\\|x([0-9a-f]{2}))/g

/**
 * The bytes of a path as text: UTF-8, in which a byte that is no part of UTF-8 is written `\xNN` and a backslash `\\`. Different bytes
 * have different texts. The bytes are given as latin1, one character each, as `readdir` can answer them.
 */
export function encodePath(bytes: string): string {
  if (plain.test(bytes)) return bytes
  const buffer = Buffer.from(bytes, 'latin1')
  if (isUtf8(buffer)) return buffer.toString('utf8').replaceAll('\\', '\\\\')
  let text = ''
  for (let at = 0; at < buffer.length;) {
    const length = sequenceLength(buffer, at)
    text += length === 0 ? `\\x${buffer.toString('hex', at, at + 1)}` : escapeBackslash(buffer.toString('utf8', at, at + length))
    at += Math.max(1, length)
  }
  return text
}

/** The bytes of a path; the opposite of {@link encodePath}. Throws INVALID_PARAMETER_VALUE for a text that it never writes. */
export function decodePath(text: string): Buffer {
  if (plain.test(text)) return Buffer.from(text, 'latin1')
  const bytes = Buffer.concat([...piecesOf(text)])
  if (!text.isWellFormed() || encodePath(bytes.toString('latin1')) !== text) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(text)} is no path as manifests write them.`, {
      hint: 'A backslash is written \\\\, and a byte that is not UTF-8 \\xNN.',
    })
  }
  return bytes
}

/** The bytes of a path as {@link encodePath} takes them, one character each. */
export function toPathBytes(text: string): string {
  return plain.test(text) ? text : decodePath(text).toString('latin1')
}

/** Whether a text is what {@link encodePath} writes for some bytes. */
export function isPathText(text: string): boolean {
  if (plain.test(text)) return true
  try {
    decodePath(text)
    return true
  } catch {
    return false
  }
}

/** A path as a person or a pattern writes it: without escapes, and with U+FFFD for bytes that are not UTF-8. */
export function toReadablePath(text: string): string {
  return text.includes('\\') ? decodePath(text).toString('utf8') : text
}

/** The order of manifests: by the bytes of the paths. */
export function comparePaths(a: string, b: string): number {
  if (a === b) return 0
  if (plain.test(a) && plain.test(b)) return a < b ? -1 : 1
  return Buffer.compare(decodePath(a), decodePath(b))
}

/** What node:fs takes for a path below a folder: bytes where text would not do. */
export function toFsPath(folder: string, bytes: string): string | Buffer {
  return plain.test(bytes) ? `${folder}/${bytes}` : Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(bytes, 'latin1')])
}

function* piecesOf(text: string): Generator<Buffer> {
  let at = 0
  for (const match of text.matchAll(escape)) {
    yield Buffer.from(text.slice(at, match.index), 'utf8')
    yield match[1] === undefined ? Buffer.from('\\') : Buffer.from(match[1], 'hex')
    at = match.index + match[0].length
  }
  yield Buffer.from(text.slice(at), 'utf8')
}

function escapeBackslash(character: string): string {
  return character === '\\' ? '\\\\' : character
}

/** Bytes of the UTF-8 character at an offset; 0 where there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const lead = bytes[at] ?? 0xff
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  return at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0
}
