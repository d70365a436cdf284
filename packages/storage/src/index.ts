export { checkStore, type StoreCheck } from './check-store.ts'
export { openSqliteStore, type SqliteStoreOptions } from './backends/index.ts'
export { type OpenOptions, openStore, type StoreLog } from './open-store.ts'
export * from './store.ts'
