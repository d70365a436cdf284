import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, realpath, rm } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { ArtifactEntry, ByteRange, StoredFile } from '../../artifact-store.ts'
import { errorCode, toRepriseFileError } from './file-error.ts'

/** A regular file, or nothing: links that lead out of the store, sockets and FIFOs are not artifacts. */
export async function openFile(root: string, path: string, range?: ByteRange): Promise<StoredFile | undefined> {
  const file = join(root, path)
  const stats = await statInside(root, file)
  if (stats === undefined || !stats.isFile()) return undefined
  return {
    size: stats.size,
    modified: stats.mtimeMs,
    open: () => createReadStream(file, { ...range, highWaterMark: 256 * 1024 }),
  }
}

export async function statFile(root: string, path: string): Promise<{ size: number } | undefined> {
  const stats = await statInside(root, join(root, path))
  return stats?.isFile() === true ? { size: stats.size } : undefined
}

export async function listFolder(root: string, path: string): Promise<ArtifactEntry[]> {
  const folder = join(root, path)
  const stats = await statInside(root, folder)
  if (stats?.isDirectory() !== true) return []
  const names = (await readdir(folder)).toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  const entries = await Promise.all(names.map((name) => toEntry(root, folder, name)))
  return entries.filter((entry) => entry !== undefined)
}

/** The root itself is never deleted. */
export async function deleteTree(root: string, path: string): Promise<void> {
  const target = join(root, path)
  if ((await statInside(root, target)) === undefined || target === root) return
  await rm(target, { recursive: true, force: true }).catch((error: unknown) => {
    throw toRepriseFileError(error, `${path} can not be deleted`)
  })
}

async function toEntry(root: string, folder: string, name: string): Promise<ArtifactEntry | undefined> {
  const stats = await statInside(root, join(folder, name))
  if (stats === undefined || !(stats.isFile() || stats.isDirectory())) return undefined
  return { name, isFolder: stats.isDirectory(), size: stats.isFile() ? stats.size : undefined }
}

async function statInside(root: string, target: string): Promise<Stats | undefined> {
  try {
    const real = await realpath(target)
    const realRoot = await realpath(root)
    return real === realRoot || real.startsWith(realRoot + sep) ? await lstat(real) : undefined
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(errorCode(error))) return undefined
    throw toRepriseFileError(error, `${target} can not be read`)
  }
}
