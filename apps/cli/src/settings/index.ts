export { findSettingsFile } from './find-file.ts'
export { readSettings, type Settings, type SettingsReading } from './read-settings.ts'
export { type Setting, type SettingName, settingsTable } from './table.ts'
