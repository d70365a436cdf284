import { type Dirent, existsSync, lstatSync, readdirSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { passingFolders } from '../passing-folders.ts'

/** A file or link as it was found. Times in milliseconds. */
export interface ScannedFile {
  readonly size: number
  readonly modified: number
  readonly changed: number
  readonly inode: number
  readonly isLink: boolean
}

export interface Scan {
  /** By path relative to the folder that was scanned, with slashes. */
  readonly files: ReadonlyMap<string, ScannedFile>
  /** False when there were too many: then files are missing. */
  readonly isWhole: boolean
}

export interface ScanLimits {
  readonly entries: number
  /** Milliseconds. */
  readonly time: number
  /** Absolute paths of folders and files that are left out. */
  readonly ignored: readonly string[]
}

/** Folders that hold neither work nor results: repositories, packages, caches of tools. */
const left = new Set(['.git', '.hg', '.svn', '.cache', ...passingFolders])

/** Milliseconds of work after which others get their turn: git is waiting for its next question meanwhile. */
const TURN = 3

/** Lists all files below a folder by `lstat` alone. Folders that can not be read are left out, as are environments of Python and conda. */
export async function scanFolder(root: string, { entries, time, ignored }: ScanLimits): Promise<Scan> {
  const files = new Map<string, ScannedFile>()
  const endsAt = performance.now() + time
  let turnEndsAt = performance.now() + TURN
  const folders = ['']
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of list(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        if (!isLeftOut(join(root, path), entry.name, ignored)) folders.push(path)
      } else if ((entry.isFile() || entry.isSymbolicLink()) && !ignored.includes(join(root, path))) {
        const stats = statOf(join(root, path))
        if (stats !== undefined) files.set(path, describe(stats))
      }
    }
    const now = performance.now()
    if (files.size > entries || now > endsAt) return { files, isWhole: false }
    if (now < turnEndsAt) continue
    await new Promise((resolve) => setImmediate(resolve))
    turnEndsAt = performance.now() + TURN
  }
  return { files, isWhole: true }
}

function isLeftOut(path: string, name: string, ignored: readonly string[]): boolean {
  return left.has(name) || ignored.includes(path) || existsSync(join(path, 'pyvenv.cfg')) || existsSync(join(path, 'conda-meta'))
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch {
    return undefined
  }
}

function describe(stats: Stats): ScannedFile {
  return { size: stats.size, modified: stats.mtimeMs, changed: stats.ctimeMs, inode: stats.ino, isLink: stats.isSymbolicLink() }
}
