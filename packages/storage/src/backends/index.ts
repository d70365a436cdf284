import type { OpenOptions } from '../open-store.ts'
import type { Store } from '../store.ts'
import { createStoreFile } from './sqlite/index.ts'

export { openSqliteStore, type SqliteStoreOptions } from './sqlite/index.ts'

/** Loads the driver only for those who use it. */
export async function openPostgresStore(url: string, options: OpenOptions): Promise<Store> {
  const backend = await import('./postgres/index.ts')
  return backend.openPostgresStore(url, { ...options, createStoreFile })
}
