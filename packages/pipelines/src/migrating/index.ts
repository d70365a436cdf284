export { countLegacyObjects, migrateObjects } from './migrate-objects.ts'
export { findLegacyRecords, migrateRecords } from './migrate-records.ts'
