import { copyFileSync, linkSync } from 'node:fs'
import { setImmediate as yieldTurn } from 'node:timers/promises'
import { type Cache, hashObject } from '../cache/index.ts'
import { toFileError } from '../paths/index.ts'
import type { Repository } from '../repository/index.ts'

/** Objects that DVC 2 left in the cache. */
export function countLegacyObjects({ workspace }: Repository): number {
  return [...workspace.cache['md5-dos2unix'].list()].length
}

/**
 * Gives the objects that DVC 2 left the names that DVC 3 has for them, too: by their bytes as they are. Both names are of one file where the disk can do
 * that. Answers how many there are now that were not there before. When it is killed, the next call goes on.
 */
export async function migrateObjects({ workspace, signal }: Repository): Promise<number> {
  const { cache } = workspace
  cache.md5.tidy(Date.now())
  let migrated = 0
  for (const legacy of cache['md5-dos2unix'].list()) {
    signal.throwIfAborted()
    if (await migrateObject(cache, legacy)) migrated += 1
    await yieldTurn()
  }
  return migrated
}

async function migrateObject({ md5, 'md5-dos2unix': legacy }: Cache, name: string): Promise<boolean> {
  const path = legacy.path(name)
  try {
    // Lists of folders keep what they say of their files.
    const oid = hashObject(path, 'md5') + (name.endsWith('.dir') ? '.dir' : '')
    if (await md5.has(oid)) return false
    const unfinished = md5.unfinishedPath()
    linkOrCopy(path, unfinished)
    md5.adopt(unfinished, oid, { isVerified: true })
    return true
  } catch (error) {
    throw toFileError(error, path)
  }
}

function linkOrCopy(path: string, target: string): void {
  try {
    linkSync(path, target)
  } catch {
    copyFileSync(path, target)
  }
}
