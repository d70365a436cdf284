export { readSettings, type Settings } from './read-settings.ts'
export { settingsTable } from './table.ts'
