import { lstat } from 'node:fs/promises'
import { digestFile } from '../restore/digest-file.ts'

export interface KnownFile {
  readonly size?: number | undefined
  readonly sha256?: string | undefined
  /** Milliseconds since 1970. */
  readonly modified_at?: number | undefined
}

/** Bytes up to which a file of the same size and another time is read. */
const LARGEST = 256 * 2 ** 20

/** `gone`, `changed`, or undefined where it is the same, or so large that nobody looked. */
export async function findChange(path: string, { size, sha256, modified_at: time }: KnownFile): Promise<'gone' | 'changed' | undefined> {
  const stats = await lstat(path).catch(() => undefined)
  if (stats === undefined) return 'gone'
  if (!stats.isFile()) return stats.isSymbolicLink() ? undefined : 'changed'
  if (size !== undefined && stats.size !== size) return 'changed'
  if (time !== undefined && Math.abs(stats.mtimeMs - time) < 1) return undefined
  if (sha256 === undefined || stats.size > LARGEST) return undefined
  return (await digestFile(path)) === sha256 ? undefined : 'changed'
}
