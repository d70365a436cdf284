export { openPostgresStore } from './open-store.ts'
