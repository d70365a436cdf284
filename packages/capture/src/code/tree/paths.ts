import { isUtf8 } from 'node:buffer'
import { join } from 'node:path'

/**
 * A path as git prints it, one character for each byte (Latin-1): names of files need not be UTF-8. For calls of the file system it
 * becomes bytes again, for people text.
 */
export type RawPath = string

/** For calls of the file system. */
export function toFile(root: string, path: RawPath): Buffer {
  return Buffer.concat([Buffer.from(join(root, '/')), Buffer.from(path, 'latin1')])
}

/** As `RecordedFile.path`: a byte that is not UTF-8 is written \xNN. */
export function toShownPath(path: RawPath): string {
  const bytes = Buffer.from(path, 'latin1')
  if (isUtf8(bytes)) return bytes.toString()
  return path.replace(/[\x80-\xff]+/g, (run) => {
    const part = Buffer.from(run, 'latin1')
    return isUtf8(part) ? part.toString() : run.replace(/./gs, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)
  })
}

/** What {@link toShownPath} was given. */
export function fromShownPath(path: string): RawPath {
  return Buffer.from(path)
    .toString('latin1')
    .replace(/\\x([89a-f][\da-f])/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}
