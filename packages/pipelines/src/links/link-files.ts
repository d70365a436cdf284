import { lstatSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { objectPath } from '../cache/object-path.ts'
import { protect } from '../cache/check-objects.ts'
import { inOwnFolder, temporaryPath } from '../cache/temporary-name.ts'
import { packState, type PackedStates, STATE_FIELDS } from '../hashing/packed-state.ts'
import { toFsPath } from '../paths/fs-path.ts'
import type { LinkType } from './link-type.ts'
import { isUnsupported, makeLink } from './make-link.ts'

/** A file that is to be what an object is. */
export interface FileToLink {
  readonly oid: string
  readonly path: string
  /** The file that stands there and may go, by {@link versionText}; undefined where nothing is expected. */
  readonly replaces: string | undefined
  /** Of the object, where they are known. */
  readonly bytes?: number
}

/** Has files of the work tree made from objects. */
export interface LinkJob {
  readonly kind: 'link'
  readonly folder: string
  readonly files: readonly FileToLink[]
  /** In the order in which they are tried. */
  readonly types: readonly LinkType[]
  /** Where files are made before they get their name, on the disk of the work tree if possible. */
  readonly unfinished: string
  /** Mode of files that are no links. */
  readonly mode: number
}

export interface LinkResult {
  readonly states: PackedStates
  /** `missing` where there is no object, `changed` where another file stands than was expected; else what the system said. */
  readonly problems: readonly { readonly index: number; readonly code: string }[]
}

/** Makes each file under another name and gives it its own at the end: whenever the process ends, a path has what was there or what is to be. */
export function linkFiles(job: LinkJob): LinkResult {
  const { unfinished: folder, files } = job
  return inOwnFolder({ folder, files: files.length }, (unfinished) => linkEach({ ...job, unfinished }))
}

function linkEach(job: LinkJob): LinkResult {
  const states = new BigUint64Array(job.files.length * STATE_FIELDS)
  const problems: { index: number; code: string }[] = []
  const types = [...job.types]
  for (const [index, file] of job.files.entries()) {
    const problem = linkFile(file, job, types)
    if (problem !== undefined) problems.push({ index, code: problem })
    // Of a symlink, what it leads to: that is what is asked for when it is hashed.
    else packState(states, index, statSync(toFsPath(file.path), { bigint: true }))
  }
  return { states, problems }
}

/** What tells that a file is still the one that was looked at. */
export function versionText({ ino, size, mtimeNs }: { readonly ino: bigint; readonly size: bigint; readonly mtimeNs: bigint }): string {
  return `${ino}:${size}:${mtimeNs}`
}

/** Types that the file systems do not have are taken out of `types`, so that each is tried once. */
function linkFile(file: FileToLink, job: LinkJob, types: LinkType[]): string | undefined {
  const source = objectPath(job.folder, file.oid)
  for (let at = 0; at < types.length;) {
    const type = types[at] ?? 'copy'
    try {
      return placeLink(type, source, { file, job })
    } catch (error) {
      const { code = 'unknown', syscall } = error as NodeJS.ErrnoException
      if (syscall === undefined) throw error
      if (code === 'ENOENT') return 'missing'
      // One object has as many names as it may have: the next type is for this file only.
      if (code === 'EMLINK') at++
      else if (isUnsupported(error) && types.length > 1) types.splice(at, 1)
      else if (isFatal(code)) throw error
      else return code
    }
  }
  return 'ENOTSUP'
}

function placeLink(type: LinkType, source: string, { file, job }: { file: FileToLink; job: LinkJob }): string | undefined {
  if (file.replaces === undefined && (type === 'hardlink' || type === 'symlink')) {
    makeInFolder(file.path, () => makeLink(type, source, { path: file.path, mode: job.mode, bytes: file.bytes }))
    return undefined
  }
  const temporary = makeTemporary(type, source, { file, job })
  let isPlaced = false
  try {
    if (!isExpected(file)) return 'changed'
    makeInFolder(file.path, () => renameSync(temporary, toFsPath(file.path)))
    isPlaced = type !== 'hardlink'
    if (type === 'hardlink') protect(source)
    return undefined
  } finally {
    // Renaming a hardlink to another name of the same file leaves both.
    if (!isPlaced) rmSync(temporary, { force: true })
  }
}

/** In the folder for unfinished files, or, when that is on another disk, beside the file. */
function makeTemporary(type: LinkType, source: string, { file, job }: { file: FileToLink; job: LinkJob }): string {
  const temporary = temporaryPath(isSameDisk(job.unfinished, dirname(file.path)) ? job.unfinished : dirname(file.path))
  makeInFolder(temporary, () => makeLink(type, source, { path: temporary, mode: job.mode, bytes: file.bytes }))
  return temporary
}

/** Also makes the folder when it is missing; another thread may be making it for a file of its own, so what failed is done again in any case. */
function makeInFolder(path: string, make: () => void): void {
  try {
    make()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    mkdirSync(toFsPath(dirname(path)), { recursive: true })
    make()
  }
}

function isExpected({ path, replaces }: FileToLink): boolean {
  const stats = lstatSync(toFsPath(path), { bigint: true, throwIfNoEntry: false })
  return (stats === undefined ? undefined : versionText(stats)) === replaces
}

const disks = new Map<string, bigint | undefined>()

function isSameDisk(a: string, b: string): boolean {
  const [one, other] = [diskOf(a), diskOf(b)]
  return one === undefined || other === undefined || one === other
}

/** Of a folder that does not exist yet: unknown, which is taken for the same disk. */
function diskOf(folder: string): bigint | undefined {
  const known = disks.get(folder)
  if (known !== undefined) return known
  const found = lstatSync(toFsPath(folder), { bigint: true, throwIfNoEntry: false })?.dev
  if (disks.size > 10_000) disks.clear()
  disks.set(folder, found)
  return found
}

/** What the next file would meet, too. */
function isFatal(code: string): boolean {
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS' || code === 'EMFILE' || code === 'ENFILE'
}
