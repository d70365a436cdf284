import type { OpenOptions } from '../open-store.ts'
import type { Store } from '../store.ts'
import { createStoreFile } from './sqlite/index.ts'

export { findHolder, openSqliteStore, type SqliteStoreOptions } from './sqlite/index.ts'

/** Loads the driver only for those who use it. */
export async function openPostgresStore(url: string, options: OpenOptions): Promise<Store> {
  const backend = await import('./postgres/index.ts')
  return backend.openPostgresStore(url, { ...options, createStoreFile })
}

/** The release of a PostgreSQL server that the store can work on. Rejects as {@link openPostgresStore} does; nothing is made. */
export async function checkPostgres(url: string): Promise<string> {
  const backend = await import('./postgres/index.ts')
  return backend.checkPostgres(url)
}
