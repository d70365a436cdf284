import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { RepriseError } from '@reprise/protocol'
import { toStoreError } from './errors.ts'
import { syncFolderOf } from './open-file.ts'

/** Writes a compact copy as of one moment. It appears under its name when it is complete and on the disk. */
export function backUpFile(database: DatabaseSync, target: string): void {
  if (existsSync(target)) {
    throw new RepriseError('RESOURCE_ALREADY_EXISTS', `${target} exists already.`, {
      hint: 'Name another file for the backup, or move that one away.',
    })
  }
  const partial = `${target}.partial`
  rmSync(partial, { force: true })
  try {
    // The copy counts as a write; the store itself is only read.
    database.exec('pragma query_only = off')
    database.prepare('vacuum into ?').run(partial)
    syncFile(partial)
    renameSync(partial, target)
    syncFolderOf(target)
  } catch (error) {
    rmSync(partial, { force: true })
    throw toStoreError(error, target)
  } finally {
    database.exec('pragma query_only = on')
  }
}

function syncFile(path: string): void {
  const opened = openSync(path, 'r')
  try {
    fsyncSync(opened)
  } finally {
    closeSync(opened)
  }
}
