import { join } from 'node:path'
import type { Workers } from '../threads/index.ts'
import { ObjectStore } from './object-store.ts'

/** The objects of a project: those of DVC 3, and those that DVC 2 left, whose digests are of another kind. */
export interface Cache {
  /** The folder that `cache.dir` names. */
  readonly folder: string
  readonly md5: ObjectStore
  readonly 'md5-dos2unix': ObjectStore
  /** What stages made from what, by key. */
  readonly runsFolder: string
  /** Modes of files that are no links, and of those that are made writable. */
  readonly copyMode: number
  readonly unprotectedMode: number
}

export interface CacheOptions {
  readonly workers: Workers
  /** `cache.shared = group`. */
  readonly isShared?: boolean | undefined
  /** The process' mask: threads can not set it and see it late. */
  readonly umask?: number | undefined
}

/** Opens a cache, which need not exist yet. */
export function openCache(folder: string, { workers, isShared, umask = process.umask() }: CacheOptions): Cache {
  const copyMode = 0o666 & ~umask
  return {
    folder,
    md5: new ObjectStore({ folder: join(folder, 'files', 'md5'), hash: 'md5', workers, isShared }),
    'md5-dos2unix': new ObjectStore({ folder, hash: 'md5-dos2unix', workers, isShared }),
    runsFolder: join(folder, 'runs'),
    copyMode,
    unprotectedMode: isShared === true ? 0o664 : copyMode,
  }
}
