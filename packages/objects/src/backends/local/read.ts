import type { Stats } from 'node:fs'
import { lstat, open, readdir, realpath, rm } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { ArtifactEntry, StoredFile } from '../../artifact-store.ts'
import { errorCode, toRepriseFileError } from './file-error.ts'
import { sendRange } from './send.ts'

/** Bytes per read: large enough for speed, small enough that what waits to be collected stays small. */
const CHUNK = 128 * 1024

/** A regular file, or nothing: links that lead out of the store, sockets and FIFOs are not artifacts. */
export async function openFile(root: string, path: string): Promise<StoredFile | undefined> {
  const file = join(root, path)
  if ((await statInside(root, file))?.isFile() !== true) return undefined
  const handle = await orNothing(open(file, 'r'), `${path} can not be read`)
  if (handle === undefined) return undefined
  const { size, mtimeMs: modified } = await handle.stat()
  return {
    size,
    modified,
    sendTo: async (target, range = { start: 0, end: size - 1 }) => {
      try {
        await sendRange(handle, target, range)
      } finally {
        await handle.close()
      }
    },
    read: (range) => handle.createReadStream({ ...range, highWaterMark: CHUNK }),
    close: () => handle.close(),
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
  const found = (await orNothing(readdir(folder), `${path} can not be read`)) ?? []
  const names = found.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
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
  const real = await orNothing(realpath(target), `${target} can not be read`)
  const realRoot = await realpath(root)
  if (real === undefined || (real !== realRoot && !real.startsWith(realRoot + sep))) return undefined
  return orNothing(lstat(real), `${target} can not be read`)
}

const absent = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'])

/** What is not there, or was deleted a moment ago, is nothing; all else that goes wrong is told. */
async function orNothing<T>(work: Promise<T>, what: string): Promise<T | undefined> {
  return work.catch((error: unknown) => {
    if (absent.has(errorCode(error))) return undefined
    throw toRepriseFileError(error, what)
  })
}
