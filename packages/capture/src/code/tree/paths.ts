import { join } from 'node:path'
// Not by the index: a command waits until the tree is taken, and manifests are no part of that.
import { decodePath, encodePath } from '../../manifest/paths/path-text.ts'

/**
 * A path as git prints it, one character for each byte (Latin-1): names of files need not be UTF-8. For calls of the file system it
 * becomes bytes again, for people text.
 */
export type RawPath = string

/** For calls of the file system. */
export function toFile(root: string, path: RawPath): Buffer {
  return Buffer.concat([Buffer.from(join(root, '/')), Buffer.from(path, 'latin1')])
}

/** As `RecordedFile.path`: a byte that is not UTF-8 is written \xNN, a backslash \\. */
export function toShownPath(path: RawPath): string {
  return encodePath(path)
}

/** What {@link toShownPath} was given. Throws INVALID_PARAMETER_VALUE for what it never gives. */
export function fromShownPath(path: string): RawPath {
  return decodePath(path).toString('latin1')
}
