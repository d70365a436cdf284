import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { RepriseError } from '@reprise/protocol'
import type { Connection } from '../../../database.ts'
import { runMigrations } from '../../../migrations/run-migrations.ts'
import { createConnection } from './connection.ts'
import { toStoreError } from './errors.ts'
import { asMigrationTarget, openForWriting, syncFolderOf } from './open-file.ts'

/**
 * Makes a new store file and fills it in one transaction. The file appears under its name when it is whole and on the
 * disk; a failure leaves nothing. Throws RESOURCE_ALREADY_EXISTS rather than overwriting a file.
 */
export async function createStoreFile(path: string, fill: (connection: Connection) => Promise<void>): Promise<void> {
  if (existsSync(path)) {
    throw new RepriseError('RESOURCE_ALREADY_EXISTS', `${path} exists already.`, { hint: 'Name another file, or move that one away.' })
  }
  const unfinished = `${path}.unfinished`
  await removeFiles(unfinished)
  const database = openForWriting(unfinished)
  try {
    await runMigrations(asMigrationTarget(database, unfinished))
    database.exec('begin immediate')
    await fill(createConnection(database))
    database.exec('commit')
    database.exec('pragma wal_checkpoint(truncate); pragma journal_mode = delete')
    database.close()
    await rename(unfinished, path)
    syncFolderOf(path)
  } catch (error) {
    if (database.isOpen) database.close()
    await removeFiles(unfinished)
    throw toStoreError(error, path)
  }
}

async function removeFiles(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(path + suffix, { force: true })
}
