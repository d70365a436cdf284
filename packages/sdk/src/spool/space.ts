import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol'

/** Bytes after which the folder is looked at again: other processes fill and empty it, too. */
const LOOK_AGAIN_BYTES = 16 * 1024 * 1024
/** Milliseconds between two looks at a folder that is full. */
const LOOK_AGAIN_MILLISECONDS = 1_000

/** How much a spool folder may still take. What this process adds and removes is counted exactly, what others do is seen now and then. */
export interface SpoolSpace {
  /** Whether so many bytes more would fit. */
  hasRoomFor(bytes: number): boolean
  /** Counts bytes that are about to be added. Throws RESOURCE_EXHAUSTED, and counts nothing, when they do not fit. */
  take(bytes: number): void
  /** Counts bytes that were removed. */
  give(bytes: number): void
}

/** For who empties a spool. */
export const unlimitedSpace: SpoolSpace = { hasRoomFor: () => true, take: () => undefined, give: () => undefined }

/** The space of a folder in which all files together may have `limit` bytes. */
export function createSpoolSpace(folder: string, limit: number): SpoolSpace {
  let used = 0
  let sinceLook = Infinity
  let lookedAt = 0
  const look = (): void => {
    used = measure(folder)
    sinceLook = 0
    lookedAt = Date.now()
  }
  const hasRoomFor = (bytes: number): boolean => {
    if (limit === Infinity) return true
    if (sinceLook + bytes > LOOK_AGAIN_BYTES) look()
    if (used + bytes > limit && Date.now() - lookedAt >= LOOK_AGAIN_MILLISECONDS) look()
    return used + bytes <= limit
  }
  return {
    hasRoomFor,
    take: (bytes) => {
      if (!hasRoomFor(bytes)) throw full(folder, limit)
      used += bytes
      sinceLook += bytes
    },
    give: (bytes) => void (used -= bytes),
  }
}

/** Bytes of all files in a folder and in the folders in it. What vanishes meanwhile counts nothing. */
function measure(folder: string): number {
  const sizes = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0)
  return sizes.reduce((all, size) => all + size, 0)
}

function full(folder: string, limit: number): RepriseError {
  return new RepriseError('RESOURCE_EXHAUSTED', `${folder} holds as much as a spool may, ${limit} bytes: what is logged now is lost.`, {
    hint: 'Send what is there with `reprise spool sync`, allow more with the option `spoolLimit` or REPRISE_SPOOL_LIMIT, or wait with `await run.ready()`.',
  })
}

/** The words for a disk that takes no more; other errors as they are. */
export function toSpaceError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new RepriseError('RESOURCE_EXHAUSTED', `There is no space left for the spool ${path}: what is logged now is lost.`, {
    hint: 'Free some space on its disk, or name a spool folder on another with the option `spool` or REPRISE_SPOOL.',
    cause: error,
  })
}
