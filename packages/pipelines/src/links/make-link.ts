import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  linkSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeSync,
} from 'node:fs'
import { toFsPath } from '../paths/fs-path.ts'
import type { LinkType } from './link-type.ts'

/** Bytes up to which a file is copied through memory, which takes fewer calls. */
const SMALL = 256 * 1024
/** What a file system says of a link that it does not have. */
const unsupported = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'ENOTTY', 'ENOSYS', 'EINVAL', 'EAGAIN', 'EBADF'])

/** Whether a type of link can not be had between two places, ever. */
export function isUnsupported(error: unknown): boolean {
  return unsupported.has((error as NodeJS.ErrnoException).code ?? '')
}

interface Target {
  readonly path: string
  readonly mode: number
  /** Of the object, where they are known. */
  readonly bytes?: number | undefined
}

/** Makes a file at a path at which there is none. Throws what the system says, and then leaves nothing there. */
export function makeLink(type: LinkType, source: string, target: Target): void {
  const path = toFsPath(target.path)
  switch (type) {
    case 'reflink':
      return cleanly(path, () => {
        copyFileSync(source, path, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL)
        chmodSync(path, target.mode)
      })
    case 'hardlink':
      return makeHardlink(source, target)
    case 'symlink':
      statSync(source)
      return symlinkSync(source, path)
    case 'copy':
      return copy(source, target)
  }
}

/** An empty file is no link: file systems limit how many names a file may have, and data sets are full of empty ones. */
function makeHardlink(source: string, target: Target): void {
  if (statSync(source).size === 0) closeSync(openSync(toFsPath(target.path), 'wx', target.mode))
  else linkSync(source, toFsPath(target.path))
}

function copy(source: string, target: Target): void {
  const path = toFsPath(target.path)
  const bytes = readSmall(source, target.bytes)
  if (bytes === undefined) {
    return cleanly(path, () => {
      copyFileSync(source, path, constants.COPYFILE_EXCL)
      chmodSync(path, target.mode)
    })
  }
  const file = openSync(path, 'wx', target.mode)
  cleanly(path, () => {
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
    } finally {
      closeSync(file)
    }
  })
}

const buffer = Buffer.allocUnsafeSlow(SMALL)

/** The bytes of an object, until the next is asked for; undefined for a large one. */
function readSmall(source: string, size = SMALL): Uint8Array | undefined {
  if (size > SMALL) return undefined
  const file = openSync(source, 'r')
  try {
    let filled = 0
    for (let read = -1; read !== 0 && filled < size; filled += read) read = readSync(file, buffer, filled, size - filled, null)
    return filled < SMALL ? buffer.subarray(0, filled) : undefined
  } finally {
    closeSync(file)
  }
}

function cleanly(path: string | Buffer, make: () => void): void {
  try {
    make()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(path, { force: true })
    throw error
  }
}
