import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Migration } from './migration.ts'

/** Runs the statements of a step, with the functions that SQLite has none of and PostgreSQL does: `sha256_hex(text)`. The transaction is the caller's. */
export function applyToSqlite(database: DatabaseSync, { statements }: Migration): void {
  database.function('sha256_hex', { deterministic: true, directOnly: true }, (text) =>
    createHash('sha256').update(String(text)).digest('hex'),
  )
  for (const statement of statements('sqlite')) database.exec(statement)
}
