import type { RunningPostgres } from '@reprise/testing'
import pg from 'pg'
import { migrations } from '../../../migrations/index.ts'
import type { TestConnection } from '../../../operations/testing/open-connection.ts'
import { createConnection } from '../connect/connection.ts'
import { connectionSettings } from '../connect/pools.ts'

/** Schemas that were closed, by server. Hundreds of schemas slow down every statement; emptying one takes milliseconds. */
const closed = new Map<string, string[]>()
let schemas = 0

/** An empty store without the backend around it, in a schema of its own: that is much quicker than a database. */
export async function openConnectionOn(postgres: RunningPostgres): Promise<TestConnection> {
  const client = new pg.Client({ ...connectionSettings(postgres.url), pipeline: true })
  await client.connect()
  const free = closed.get(postgres.url) ?? []
  closed.set(postgres.url, free)
  const known = free.pop()
  const schema = known ?? `store_${++schemas}`
  await client.query(known === undefined ? makeSchema(schema) : `set search_path = ${schema}; ${emptySchema}`)
  const close = async () => {
    await client.end()
    free.push(schema)
  }
  return { ...createConnection(client, { prepared: false }), close }
}

function makeSchema(schema: string): string {
  const statements = migrations.flatMap((migration) => migration.statements('postgres'))
  return [`create schema ${schema}`, `set search_path = ${schema}`, ...statements, keepFirstRows].join('; ')
}

/** Migrations put rows into some tables: they are kept in a schema beside, to be there again. */
const keepFirstRows = `do $$ declare one record; begin
  execute format('create schema %I', current_schema() || '_first');
  for one in select tablename as name from pg_tables where schemaname = current_schema() loop
    execute format('create table %I.%I as table %I', current_schema() || '_first', one.name, one.name);
  end loop;
end $$`

const emptySchema = `do $$ declare one record; begin
  for one in select tablename as name from pg_tables where schemaname = current_schema() loop
    execute format('delete from %I', one.name);
    execute format('insert into %I select * from %I.%I', one.name, current_schema() || '_first', one.name);
  end loop;
  perform setval(format('%I', sequencename)::regclass, start_value, false) from pg_sequences where schemaname = current_schema();
end $$`
