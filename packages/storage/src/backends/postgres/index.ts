export { openPostgresStore } from './open-store.ts'
export { checkPostgres } from './check-postgres.ts'
