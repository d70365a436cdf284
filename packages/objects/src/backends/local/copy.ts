import { createHash, randomUUID } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile as copyBytes, link, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode, toRepriseFileError } from './file-error.ts'
import { statFile } from './read.ts'
import { type Places, publish } from './write.ts'

/** Why there can be no second name for a file: another file system, one without links, too many links. */
const unlinkable = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS'])

export interface Copy {
  readonly from: string
  readonly to: string
  readonly sha256: string
}

/**
 * Gives a file a second name, which costs no room: files here are replaced, never written into, so what becomes of one name does not
 * show under the other. The digest is taken of what was linked, so that a file that is replaced meanwhile is not mixed up with it.
 */
export async function copyFile(places: Places, { from, to, sha256 }: Copy): Promise<boolean> {
  if ((await statFile(places.root, from)) === undefined) return false
  const staged = join(places.staging, randomUUID())
  try {
    await linkOrCopy(join(places.root, from), staged)
    if ((await digestOf(staged)) !== sha256) return false
    await publish(places, staged, to)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw toRepriseFileError(error, `${to} can not be written`)
  } finally {
    // Still there when both names were the same file already: renaming does nothing then.
    await rm(staged, { force: true })
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (!unlinkable.has(errorCode(error))) throw error
    await copyBytes(from, to, constants.COPYFILE_FICLONE)
    const file = await open(to, 'r+')
    try {
      await file.datasync()
    } finally {
      await file.close()
    }
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}
