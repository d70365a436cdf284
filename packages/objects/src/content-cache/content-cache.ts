import { createHash, randomUUID } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { assertSha256 } from './assert-sha256.ts'
import { forgetOldest } from './forget-oldest.ts'

/** Files by the SHA-256 of their bytes, that can be had again elsewhere: whoever uses them may delete the folder at any time. */
export interface ContentCache {
  readonly folder: string
  /**
   * Copies the bytes to a new file. False where they are not here, or no longer what they were: then they are deleted. Rejects with the
   * system's error where the target can not be written.
   */
  take(sha256: string, target: string): Promise<boolean>
  /** Copies a file into the cache, if its bytes are those; answers whether they are here now. Never rejects: a full disk means no cache. */
  add(file: string, sha256: string): Promise<boolean>
}

export interface ContentCacheOptions {
  /** Bytes; the files that were used longest ago make room. Larger files are not taken. Default 20 GiB. */
  readonly most?: number
}

const MOST = 20 * 2 ** 30
/** Milliseconds after which nobody is still writing what lies in `incoming`. */
const ABANDONED = 24 * 3_600_000

/**
 * Opens the cache in a folder, which is made when it is needed. Several processes may use one at once: files come by renaming, whole. What a
 * process that was killed left half written is deleted after a day.
 */
export function openContentCache(folder: string, { most = MOST }: ContentCacheOptions = {}): ContentCache {
  const placeOf = (sha256: string): string => join(folder, 'sha256', sha256.slice(0, 2), sha256.slice(2))
  const incoming = join(folder, 'incoming')
  return {
    folder,
    take: async (sha256, target) => {
      const place = placeOf(assertSha256(sha256))
      if (!(await isFile(place))) return false
      await copyFile(place, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
      await chmod(target, 0o644)
      if ((await digestOf(target)) === sha256) {
        const now = new Date()
        await utimes(place, now, now).catch(() => undefined)
        return true
      }
      await Promise.all([rm(target, { force: true }), rm(place, { force: true }).catch(() => undefined)])
      return false
    },
    add: async (file, sha256) => {
      const place = placeOf(assertSha256(sha256))
      if (await isFile(place)) return true
      const staged = join(incoming, randomUUID())
      try {
        const { size } = await stat(file)
        if (size > most) return false
        await mkdir(incoming, { recursive: true, mode: 0o700 })
        await sweep(incoming)
        await forgetOldest(join(folder, 'sha256'), most - size)
        await copyFile(file, staged, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
        if ((await digestOf(staged)) !== sha256) return false
        await chmod(staged, 0o444)
        await mkdir(dirname(place), { recursive: true, mode: 0o700 })
        await rename(staged, place)
        return true
      } catch {
        return false
      } finally {
        await rm(staged, { force: true }).catch(() => undefined)
      }
    },
  }
}

async function sweep(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = join(incoming, name)
    const state = await stat(file).catch(() => undefined)
    if (state !== undefined && Date.now() - state.ctimeMs > ABANDONED) await rm(file, { force: true })
  }
}

async function isFile(path: string): Promise<boolean> {
  const state = await stat(path).catch(() => undefined)
  return state?.isFile() === true
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file, { highWaterMark: 2 ** 20 })) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}
