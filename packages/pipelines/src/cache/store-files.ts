import { createHash, hash } from 'node:crypto'
import {
  type BigIntStats,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { toUnix } from '../hashing/hash-legacy.ts'
import { packState, type PackedStates, STATE_FIELDS } from '../hashing/packed-state.ts'
import { toFsPath } from '../paths/fs-path.ts'
import { protect } from './check-objects.ts'
import type { HashName } from './hash-object.ts'
import { makeObjectFolder } from './object-folder.ts'
import { OBJECT_MODE, objectPath } from './object-path.ts'
import { inOwnFolder, makeFolder, temporaryPath, unfinishedFolder } from './temporary-name.ts'

/** Bytes of a piece, and of files that are read as a whole. */
const CHUNK = 1024 * 1024

/** Has files taken into a store. Links among the paths are followed. */
export interface StoreJob {
  readonly kind: 'store'
  readonly folder: string
  /** What names the objects: what DVC 2 made is kept as it was named. */
  readonly hash: HashName
  readonly paths: readonly string[]
  /** The object becomes the file itself by another name, where that is possible. */
  readonly asHardlinks: boolean
  /** Mode of folders of the store; undefined for what the process' mask says. */
  readonly folderMode: number | undefined
}

export interface StoreResult {
  /** The digest of each file, in the order of the paths; `''` for those with a problem. */
  readonly digests: readonly string[]
  readonly states: PackedStates
  /** `changed` for a file that was written while it was read, `special` for what is no file; else what the system said. */
  readonly problems: readonly { readonly index: number; readonly code: string }[]
  /** Nanoseconds since 1970 at which the first file was opened. */
  readonly startedNs: bigint
}

/** Of this thread, which does one job after the other. */
let buffer: Buffer | undefined

/**
 * Reads each file once: the bytes that are hashed are those that are written, under a name of their own in the same store, and the object
 * gets its name only when it is whole. So no object is ever wrong or half written, whenever the process ends. Throws what the system says of
 * the store, such as that it is full.
 */
export function storeFiles(job: StoreJob): StoreResult {
  const startedNs = BigInt(Date.now()) * 1_000_000n
  const states = new BigUint64Array(job.paths.length * STATE_FIELDS)
  const problems: { index: number; code: string }[] = []
  buffer ??= Buffer.allocUnsafeSlow(CHUNK)
  const piece = buffer
  const folder = unfinishedFolder(job.folder)
  makeFolder(folder, job.folderMode)
  const digests = inOwnFolder({ folder, files: job.paths.length }, (unfinished) => {
    const storing = { ...job, unfinished }
    return job.paths.map((path, index) => {
      const stored = storeFile(path, storing, piece)
      if (typeof stored === 'string') {
        problems.push({ index, code: stored })
        return ''
      }
      packState(states, index, stored.state)
      return stored.digest
    })
  })
  return { digests, states, problems, startedNs }
}

/** Where objects go, and where they are made. */
interface Place extends Pick<StoreJob, 'folder' | 'folderMode'> {
  /** Default: {@link unfinishedFolder}. */
  readonly unfinished?: string
}

type Storing = Place & Pick<StoreJob, 'hash' | 'asHardlinks'>

type Stored = { readonly digest: string; readonly state: BigIntStats } | string

function storeFile(path: string, job: Storing, buffer: Buffer): Stored {
  let file: number
  try {
    file = openSync(toFsPath(path), constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown'
  }
  try {
    const before = fstatSync(file, { bigint: true })
    if (!before.isFile()) return 'special'
    const isLinked: boolean = job.asHardlinks && before.size > 0n && !lstatSync(toFsPath(path)).isSymbolicLink()
    const digest = isLinked
      ? hashInPlace(file, buffer, job.hash)
      : before.size < CHUNK
        ? storeSmall({ file, size: Number(before.size) }, job, buffer)
        : storeLarge({ path, file }, job, buffer)
    const after = fstatSync(file, { bigint: true })
    if (before.size !== after.size || before.mtimeNs !== after.mtimeNs || before.ctimeNs !== after.ctimeNs) return 'changed'
    if (isLinked) linkObject({ path, file }, digest, job)
    return { digest, state: isLinked ? fstatSync(file, { bigint: true }) : after }
  } finally {
    closeSync(file)
  }
}

function storeSmall({ file, size }: { readonly file: number; readonly size: number }, job: Storing, buffer: Buffer): string {
  // No more than the size that it had: whether it grew is found out afterwards, for one call less.
  const content = buffer.subarray(0, fill(file, buffer.subarray(0, size)))
  const digest = hash('md5', toHashed(content, job.hash), 'hex')
  storeBytes(content, digest, job)
  return digest
}

let keepsMode: boolean | undefined

/** Puts bytes whose digest is known. An object of that name that is there, whole and protected, stays. */
export function storeBytes(bytes: Uint8Array, oid: string, { folder, folderMode, unfinished = unfinishedFolder(folder) }: Place): void {
  const path = objectPath(folder, oid)
  if (isPresent(path, bytes.length)) return
  const temporary = temporaryPath(unfinished)
  try {
    const output = openSync(temporary, 'wx', OBJECT_MODE)
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(output, bytes, done)
      // The process' mask takes bits from all files or from none: one look is enough.
      keepsMode ??= (fstatSync(output).mode & 0o7777) === OBJECT_MODE
      if (!keepsMode) fchmodSync(output, OBJECT_MODE)
    } finally {
      closeSync(output)
    }
    placeObject(temporary, { folder, oid, folderMode })
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

interface Opened {
  readonly path: string
  readonly file: number
}

/** A copy that shares blocks where the file system can, which is then what is hashed; else pieces are hashed and written by turns. */
function storeLarge(opened: Opened, { folder, folderMode, hash: name }: Storing, buffer: Buffer): string {
  const temporary = temporaryPath(unfinishedFolder(folder))
  try {
    const digest = cloneAndHash(opened.path, temporary, { buffer, name }) ?? copyAndHash(opened.file, temporary, { buffer, name })
    const size = statSync(temporary).size
    if (isPresent(objectPath(folder, digest), size)) rmSync(temporary)
    else {
      chmodSync(temporary, OBJECT_MODE)
      placeObject(temporary, { folder, oid: digest, folderMode })
    }
    return digest
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** What hashing takes. */
interface Hashing {
  readonly buffer: Buffer
  readonly name: HashName
}

function cloneAndHash(path: string, temporary: string, { buffer, name }: Hashing): string | undefined {
  try {
    copyFileSync(toFsPath(path), temporary, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL)
  } catch {
    // Not on this file system; what else is wrong shows when it is copied.
    rmSync(temporary, { force: true })
    return undefined
  }
  const file = openSync(temporary, 'r')
  try {
    return hashInPlace(file, buffer, name)
  } finally {
    closeSync(file)
  }
}

function copyAndHash(input: number, temporary: string, { buffer, name }: Hashing): string {
  const digest = createHash('md5')
  const output = openSync(temporary, 'wx', 0o600)
  try {
    for (let length = fill(input, buffer); length > 0; length = fill(input, buffer)) {
      const piece = buffer.subarray(0, length)
      digest.update(toHashed(piece, name))
      for (let done = 0; done < length;) done += writeSync(output, piece, done)
    }
  } finally {
    closeSync(output)
  }
  return digest.digest('hex')
}

function hashInPlace(file: number, buffer: Buffer, name: HashName): string {
  const digest = createHash('md5')
  for (let length = fill(file, buffer); length > 0; length = fill(file, buffer)) digest.update(toHashed(buffer.subarray(0, length), name))
  return digest.digest('hex')
}

function toHashed(piece: Uint8Array, name: HashName): Uint8Array {
  return name === 'md5' ? piece : toUnix(piece)
}

/** Gives a file the name of its object, too, and protects both. What can not be linked, as from another disk, is copied. */
function linkObject({ path, file }: Opened, oid: string, job: Storing): void {
  const target = objectPath(job.folder, oid)
  if (isPresent(target, Number(fstatSync(file).size))) return
  const temporary = temporaryPath(unfinishedFolder(job.folder))
  try {
    linkSync(toFsPath(path), temporary)
  } catch {
    storeFile(path, { ...job, asHardlinks: false }, Buffer.allocUnsafeSlow(CHUNK))
    return
  }
  try {
    protect(temporary)
    placeObject(temporary, { folder: job.folder, oid, folderMode: job.folderMode })
  } finally {
    // Renaming a file to another name of itself leaves both.
    rmSync(temporary, { force: true })
  }
}

/** Whether an object is there that needs nothing: one of another size can not be right, whatever its mode. */
function isPresent(path: string, size: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size === size && (stats.mode & 0o7777) === OBJECT_MODE
}

/** Gives a finished object its name, and makes the folder for it when it is the first there. */
export function placeObject(
  temporary: string,
  { folder, oid, folderMode }: { folder: string; oid: string; folderMode: number | undefined },
): void {
  const path = objectPath(folder, oid)
  try {
    renameSync(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    makeObjectFolder(folder, oid, folderMode)
    renameSync(temporary, path)
  }
}

function fill(file: number, buffer: Buffer): number {
  let filled = 0
  while (filled < buffer.length) {
    const read = readSync(file, buffer, filled, buffer.length - filled, null)
    if (read === 0) break
    filled += read
  }
  return filled
}
