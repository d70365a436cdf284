import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { RepriseError } from '@reprise/protocol'
import { applyToSqlite } from '../../../migrations/apply-to-sqlite.ts'
import type { MigrationTarget } from '../../../migrations/run-migrations.ts'
import { notAStore, toStoreError } from './errors.ts'

/** `REPR`: says in the file's header whose it is. */
const APPLICATION_ID = 0x52455052
const options = { enableForeignKeyConstraints: false, timeout: 5_000 } as const

/** Cache sizes in KiB. Small: the operating system caches the file anyway. */
const WRITER_CACHE = 16_384
const READER_CACHE = 4_096

/** Makes the folder of a store. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
  } catch (error) {
    throw new RepriseError('PERMISSION_DENIED', `The folder ${dirname(path)} can not be made.`, {
      hint: 'Make it, or name another place for the store.',
      cause: error,
    })
  }
}

/** Makes sure that a new file is still found after a power cut. */
export function syncFolderOf(path: string): void {
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/**
 * The one connection that writes. Its commits are whole after a power cut, and durable once `LogFile.sync` returned: SQLite's
 * own `synchronous = full` would wait for metadata that nobody needs, which costs several times as much.
 */
export function openForWriting(path: string): DatabaseSync {
  return open(path, (database) => {
    assertOurs(database, path)
    // Only an empty database takes this; it lets collected garbage give its pages back.
    database.exec('pragma auto_vacuum = incremental')
    database.exec(
      `pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -${WRITER_CACHE}; pragma temp_store = memory`,
    )
    // Checkpoints are made between commits, not inside them.
    database.exec('pragma wal_autocheckpoint = 0')
  })
}

/** A connection for reads beside the writer: each transaction is a snapshot. */
export function openForReading(path: string): DatabaseSync {
  return open(path, (database) => database.exec(`pragma query_only = on; pragma cache_size = -${READER_CACHE}; pragma temp_store = memory`))
}

function open(path: string, prepare: (database: DatabaseSync) => void): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, options)
    prepare(database)
    return database
  } catch (error) {
    database?.close()
    throw toStoreError(error, path)
  }
}

function assertOurs(database: DatabaseSync, path: string): void {
  const isEmpty = pragma(database, 'schema_version') === 0
  if (!isEmpty && pragma(database, 'application_id') !== APPLICATION_ID) throw notAStore(path)
}

/** What the runner of migrations needs to know of a file. The version stands in its header and commits with the change. */
export function asMigrationTarget(database: DatabaseSync, path: string): MigrationTarget {
  return {
    name: path,
    version: async () => pragma(database, 'user_version'),
    backUp: async (version) => {
      const copy = `${path}.version-${version}.backup`
      database.prepare('vacuum into ?').run(copy)
      return copy
    },
    apply: async (migration) => {
      database.exec('begin immediate')
      try {
        applyToSqlite(database, migration)
        database.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${migration.version}`)
        database.exec('commit')
      } catch (error) {
        if (database.isTransaction) database.exec('rollback')
        throw toStoreError(error, path)
      }
    },
  }
}

/** A number that SQLite keeps about the file. */
export function pragma(database: DatabaseSync, name: string): number {
  return Number(Object.values(database.prepare(`pragma ${name}`).get() ?? {})[0] ?? 0)
}
