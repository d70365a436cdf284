import type { DatabaseSync } from 'node:sqlite'
import type { StoreStatistics } from '../../../store.ts'
import { pragma } from './open-file.ts'

/** What the file itself tells. */
export function readStatistics(database: DatabaseSync): Omit<StoreStatistics, 'commits' | 'writes'> {
  const count = (table: string): number => Number(database.prepare(`select count(*) as rows from ${table}`).get()?.['rows'])
  return {
    backend: 'sqlite',
    schemaVersion: pragma(database, 'user_version'),
    experiments: count('experiments'),
    runs: count('runs'),
    journalRows: count('journal'),
    bytes: pragma(database, 'page_count') * pragma(database, 'page_size'),
  }
}
