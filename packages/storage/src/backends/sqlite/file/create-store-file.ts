import { rename, rm } from 'node:fs/promises'
import type { Connection } from '../../../database.ts'
import { runMigrations } from '../../../migrations/run-migrations.ts'
import { createConnection } from './connection.ts'
import { toStoreError } from './errors.ts'
import { asMigrationTarget, openForWriting } from './open-file.ts'

/**
 * Makes a new store file and fills it in one transaction. The file appears under its name when it is whole; a failure
 * leaves nothing.
 */
export async function createStoreFile(path: string, fill: (connection: Connection) => Promise<void>): Promise<void> {
  const unfinished = `${path}.unfinished`
  await rm(unfinished, { force: true })
  const database = openForWriting(unfinished)
  try {
    await runMigrations(asMigrationTarget(database, unfinished))
    database.exec('begin immediate')
    await fill(createConnection(database))
    database.exec('commit')
    database.exec('pragma wal_checkpoint(truncate); pragma journal_mode = delete')
    database.close()
    await rename(unfinished, path)
  } catch (error) {
    if (database.isOpen) database.close()
    for (const name of ['', '-wal', '-shm']) await rm(unfinished + name, { force: true })
    throw toStoreError(error, path)
  }
}
