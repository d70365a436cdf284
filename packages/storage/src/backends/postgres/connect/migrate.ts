import { RepriseError } from '@reprise/protocol'
import type pg from 'pg'
import { runMigrations } from '../../../migrations/run-migrations.ts'
import type { StoreLog } from '../../../open-store.ts'

/** Any number: all servers that start on one database take this lock, and migrate one after the other. */
const MIGRATION_LOCK = 727_001
/** Some tables of the first migration: where they are without a version, they are somebody else's. */
const ours = ['experiments', 'runs', 'params', 'tags', 'metrics', 'keys', 'journal', 'blocks']

/** Brings the database to the newest version; the tables of an older one are copied into a schema of their own first. */
export async function migrate(client: pg.Client, address: string, log: StoreLog | undefined): Promise<void> {
  await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
  try {
    const copy = await runMigrations({
      name: address,
      version: () => readVersion(client, address),
      backUp: (version) => copyTables(client, version),
      apply: ({ version, name, statements }) =>
        inOneGo(client, [
          'create table if not exists schema_versions (version bigint primary key, name text not null, applied timestamptz not null default now())',
          ...statements('postgres'),
          `insert into schema_versions (version, name) values (${version}, '${name}')`,
        ]),
    })
    if (copy !== undefined) log?.info({ copy }, `The database was upgraded; its tables as they were are in ${copy}.`)
    await forgetForeignChanges(client)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
  }
}

async function readVersion(client: pg.Client, address: string): Promise<number> {
  const { rows } = await client.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = current_schema()`)
  const names = rows.map(({ name }) => name)
  if (names.includes('schema_versions')) {
    const versions = await client.query<{ version: number }>('select coalesce(max(version), 0) as version from schema_versions')
    return Number(versions.rows[0]?.version ?? 0)
  }
  const foreign = ours.filter((name) => names.includes(name))
  if (foreign.length === 0) return 0
  throw new RepriseError('RESOURCE_CONFLICT', `${address} holds tables of another program (${foreign.join(', ')}).`, {
    hint: 'Give Reprise a database of its own. Nothing was changed.',
  })
}

async function copyTables(client: pg.Client, version: number): Promise<string> {
  const schema = `reprise_backup_v${version}_${Date.now()}`
  const { rows } = await client.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = current_schema()`)
  await inOneGo(client, [`create schema ${schema}`, ...rows.map(({ name }) => `create table ${schema}.${name} as table ${name}`)])
  return `schema ${schema}`
}

async function inOneGo(client: pg.Client, statements: readonly string[]): Promise<void> {
  try {
    await client.query(`begin isolation level read committed read write; ${statements.join('; ')}; commit`)
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/**
 * Positions in the live feed are transaction ids. After a dump was restored elsewhere its rows carry ids that are still
 * to come there; nobody can go on from them.
 */
async function forgetForeignChanges(client: pg.Client): Promise<void> {
  await client.query('delete from changes where transaction_id >= pg_snapshot_xmax(pg_current_snapshot())')
}
