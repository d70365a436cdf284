import { RepriseError } from '@reprise/protocol'
import { migrations } from './index.ts'
import type { Migration } from './migration.ts'

/** A database that can be brought up to date. */
export interface MigrationTarget {
  /** What the user calls it: a path, or an address without its password. */
  readonly name: string
  /** The last migration applied; 0 when the database is empty. */
  version(): Promise<number>
  /** Copies what is there, before anything is changed; says where to. */
  backUp(version: number): Promise<string>
  /** Runs the statements and records the version: all or nothing, also in a crash. */
  apply(migration: Migration): Promise<void>
}

/**
 * Brings a database to the newest version and answers where the copy of the older one is, when one was made.
 * A database of a later release is refused: its rows may mean something this code does not know.
 */
export async function runMigrations(target: MigrationTarget, list: readonly Migration[] = migrations): Promise<string | undefined> {
  const version = await target.version()
  const newest = list.at(-1)?.version ?? 0
  if (version > newest) {
    throw new RepriseError(
      'NOT_IMPLEMENTED',
      `${target.name} was written by a newer release of Reprise (schema version ${version}, this one knows ${newest}).`,
      { hint: 'Install the newer release again, or open a backup that was made before the upgrade.' },
    )
  }
  if (version === newest) return undefined
  const copy = version === 0 ? undefined : await target.backUp(version)
  for (const migration of list.filter((candidate) => candidate.version > version)) await target.apply(migration)
  return copy
}
