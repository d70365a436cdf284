import type pg from 'pg'
import { runMigrations } from '../../../migrations/run-migrations.ts'
import { describeAddress } from './pool.ts'
import { toStoreError } from './errors.ts'

/** Any number: all servers that start on one database take this lock, and migrate one after the other. */
const MIGRATION_LOCK = 727_001

/** Brings the database to the newest version; the tables of an older one are copied into a schema of their own first. */
export async function migrate(pool: pg.Pool, url: string): Promise<void> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toStoreError(error)
  })
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await client.query('create table if not exists schema_versions (version bigint primary key, name text not null, applied timestamptz not null default now())')
    await runMigrations({
      name: describeAddress(url),
      version: () => readVersion(client),
      backUp: (version) => copyTables(client, version),
      apply: async ({ version, name, statements }) => {
        const record = `insert into schema_versions (version, name) values (${version}, '${name}')`
        await client.query(`begin; ${[...statements('postgres'), record].join('; ')}; commit`).catch(async (error: unknown) => {
          await client.query('rollback')
          throw error
        })
      },
    })
  } catch (error) {
    throw toStoreError(error)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined)
    client.release()
  }
}

async function readVersion(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ version: number }>('select coalesce(max(version), 0) as version from schema_versions')
  return Number(rows[0]?.version ?? 0)
}

async function copyTables(client: pg.PoolClient, version: number): Promise<string> {
  const schema = `reprise_backup_v${version}_${Date.now()}`
  const { rows } = await client.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = current_schema()`)
  const copies = rows.map(({ name }) => `create table ${schema}.${name} as table ${name}`)
  await client.query(`begin; create schema ${schema}; ${copies.join('; ')}; commit`)
  return `schema ${schema}`
}
