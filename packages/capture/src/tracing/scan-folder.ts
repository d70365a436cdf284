import { type Dirent, lstatSync, readdirSync, type Stats } from 'node:fs'
import { sep } from 'node:path'
import { passingFolders } from '../passing-folders.ts'
import { fileNameOf, textOf } from './file-names.ts'

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
  /** Bytes of a folder itself, which grow with its entries; wider ones are left out, and the scan is not whole then. */
  readonly widest?: number
}

/** Folders that hold neither work nor results: repositories, packages, caches of tools. */
const left = new Set(['.git', '.hg', '.svn', '.cache', ...passingFolders])

/** Milliseconds of work after which others get their turn: git is waiting for its next question meanwhile. */
const TURN = 3
/** What Node.js puts in place of bytes that are not UTF-8. */
const REPLACED = '\ufffd'

/**
 * Lists all files below a folder by `lstat` alone. Folders that can not be read are left out, as are environments of Python and conda. Names that
 * are not UTF-8 are told as `fileNameOf` has them.
 */
export async function scanFolder(root: string, { entries, time, ignored, widest = Infinity }: ScanLimits): Promise<Scan> {
  const files = new Map<string, ScannedFile>()
  const leftOut = new Set(ignored)
  const endsAt = performance.now() + time
  let [turnEndsAt, isWhole] = [performance.now() + TURN, true]
  // `join` would take as long as the system does.
  const base = root.endsWith(sep) ? root : root + sep
  const folders = ['']
  for (const folder of folders) {
    if (isWider(base + folder, widest)) {
      isWhole = false
      continue
    }
    const found = list(base + folder)
    if (folder !== '' && found.some(({ name }) => name === 'pyvenv.cfg' || name === 'conda-meta')) continue
    for (const entry of found) {
      const path = folder + entry.name
      if (entry.isDirectory()) {
        if (!left.has(entry.name) && !leftOut.has(base + path)) folders.push(`${path}/`)
      } else if ((entry.isFile() || entry.isSymbolicLink()) && !leftOut.has(base + path)) {
        const stats = statOf(base + path)
        if (stats !== undefined) files.set(path, describe(stats))
      }
    }
    const now = performance.now()
    if (files.size > entries || now > endsAt) return { files, isWhole: false }
    if (now < turnEndsAt) continue
    await new Promise((resolve) => setImmediate(resolve))
    turnEndsAt = performance.now() + TURN
  }
  return { files, isWhole }
}

/** Whether a folder has so many entries that listing them alone would take long. */
function isWider(folder: string, widest: number): boolean {
  return widest < Infinity && (statOf(folder)?.size ?? 0) > widest
}

function list(folder: string): Dirent[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.some(({ name }) => name.includes(REPLACED)) ? listBytes(folder) : entries
  } catch {
    return []
  }
}

/** Where a name is not UTF-8, it is asked for in bytes. */
function listBytes(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }).map((entry) =>
    Object.assign(Object.create(entry) as Dirent, { name: textOf(entry.name) }),
  )
}

function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(fileNameOf(path))
  } catch {
    return undefined
  }
}

function describe(stats: Stats): ScannedFile {
  return { size: stats.size, modified: stats.mtimeMs, changed: stats.ctimeMs, inode: stats.ino, isLink: stats.isSymbolicLink() }
}
