import { isUtf8 } from 'node:buffer'
import { resolve, sep } from 'node:path'

const ascii = /^[\u0000-\u007f]*$/

/**
 * The name that stands in a folder, from its bytes (latin1, as `readdir` can answer them). A byte that is no part of UTF-8 becomes U+DC80 to
 * U+DCFF, as Python has it, so that `.dir` objects of such names are the same.
 */
export function decodeName(latin1: string): string {
  if (ascii.test(latin1)) return latin1
  const bytes = Buffer.from(latin1, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : escapeBytes(bytes)
}

/** What node:fs takes for a path: bytes where text would not do. */
export function toFsPath(path: string): string | Buffer {
  return path.isWellFormed() ? path : Buffer.concat([...piecesOf(path)])
}

/** The path of a member of a folder; both parts as they are, without looking for `..`. */
export function joinPath(folder: string, relative: string): string {
  return folder.endsWith('/') ? folder + relative : `${folder}/${relative}`
}

/** A path below a folder with slashes; undefined when it is elsewhere, `''` for the folder itself. */
export function relativeBelow(folder: string, path: string): string | undefined {
  if (path === folder) return ''
  const prefix = folder.endsWith(sep) ? folder : folder + sep
  return path.startsWith(prefix) ? path.slice(prefix.length).replaceAll(sep, '/') : undefined
}

/** An absolute path without `.`, `..` or a slash at its end. */
export function toAbsolute(path: string, folder: string): string {
  return resolve(folder, path)
}

/** A part that is empty, `.` or `..`, a slash at either end, a NUL. */
const leaves = /^\/|\/$|\/\/|(?:^|\/)\.{1,2}(?:\/|$)|\0/

/** Whether a path that stands in a file of ours stays below the folder that it is relative to. */
export function staysBelow(path: string): boolean {
  return path !== '' && !leaves.test(path)
}

/** Folders of git, Mercurial and DVC: what lies there is run, or decides what commands do. */
const reserved = new Set(['.git', '.hg', '.dvc'])

/** Asked of each of very many paths. Some letters are others in small letters: what comes after decides. */
const mayBeReserved = /(?:^|\/)\.(?:[a-z]{2,3}|[^\u0000-\u007f])/i

/** Which of them a path with slashes goes through or names; git takes `.GIT` for its own, too, where the file system does. */
export function reservedFolderOf(path: string): string | undefined {
  if (!mayBeReserved.test(path)) return undefined
  return path
    .split('/')
    .map((part) => part.toLowerCase())
    .find((part) => reserved.has(part))
}

function escapeBytes(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    text += length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString('utf8', at, at + length)
    at += Math.max(1, length)
  }
  return text
}

/** Bytes of the UTF-8 character at an offset; 0 where there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++) if (isUtf8(bytes.subarray(at, at + length))) return length
  return 0
}

function* piecesOf(text: string): Generator<Buffer> {
  for (const part of text.split(/([\udc80-\udcff])/u)) {
    const code = part.charCodeAt(0)
    yield part.length === 1 && code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(part)
  }
}
