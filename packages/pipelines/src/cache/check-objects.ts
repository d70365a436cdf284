import { chmodSync, type Stats, statSync, unlinkSync } from 'node:fs'
import { hashObject, type HashName } from './hash-object.ts'
import { OBJECT_MODE, objectPath } from './object-path.ts'

/** Has objects of a store looked for. */
export interface CheckJob {
  readonly kind: 'check'
  readonly folder: string
  readonly hash: HashName
  readonly oids: readonly string[]
}

export interface CheckResult {
  /** Bytes of each object, in the order of the ids; -1 where there is none. */
  readonly sizes: Float64Array<ArrayBuffer>
  /** Objects that were not what their name says, and were dropped. */
  readonly dropped: readonly string[]
}

/**
 * An object that nobody may write is taken for what its name says, as in DVC. One that may be written is read: it is protected when it is
 * right and dropped when it is not, since then it is no copy of anything.
 */
export function checkObjects({ folder, hash, oids }: CheckJob): CheckResult {
  const sizes = new Float64Array(oids.length).fill(-1)
  const dropped: string[] = []
  for (const [index, oid] of oids.entries()) {
    const path = objectPath(folder, oid)
    const stats = statObject(path)
    if (stats === undefined) continue
    if ((stats.mode & 0o7777) === OBJECT_MODE || isRight(path, oid, hash)) sizes[index] = stats.size
    else {
      unlinkSync(path)
      dropped.push(oid)
    }
  }
  return { sizes, dropped }
}

/** Bytes of an object that needs no reading, -1 where there is none; undefined for one that may be wrong. */
export function lookAtObject(path: string): number | undefined {
  const stats = statObject(path)
  return stats === undefined ? -1 : (stats.mode & 0o7777) === OBJECT_MODE ? stats.size : undefined
}

function statObject(path: string): Stats | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true ? stats : undefined
}

function isRight(path: string, oid: string, hash: HashName): boolean {
  if (hashObject(path, hash) !== oid.slice(0, 32)) return false
  protect(path)
  return true
}

/** Where the system does not let us, as on a share or with another user's object, it stays as it is and is read again next time. */
export function protect(path: string): void {
  try {
    chmodSync(path, OBJECT_MODE)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EPERM' && code !== 'EROFS' && code !== 'ENOTSUP') throw error
  }
}
