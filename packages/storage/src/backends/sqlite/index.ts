export { findHolder } from './file/lock.ts'
export { createStoreFile } from './file/create-store-file.ts'
export { openSqliteStore, type SqliteStoreOptions } from './sqlite-store.ts'
