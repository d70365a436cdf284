import type { RunningPostgres } from '@reprise/testing'
import pg from 'pg'
import { migrations } from '../../../migrations/index.ts'
import type { TestConnection } from '../../../operations/testing/open-connection.ts'
import { createConnection } from '../connect/connection.ts'
import { connectionSettings } from '../connect/pools.ts'

let schemas = 0

/** An empty store without the backend around it, in a schema of its own: that is much quicker than a database. */
export async function openConnectionOn(postgres: RunningPostgres): Promise<TestConnection> {
  const client = new pg.Client({ ...connectionSettings(postgres.url), pipeline: true })
  await client.connect()
  const schema = `store_${++schemas}`
  const statements = migrations.flatMap((migration) => migration.statements('postgres'))
  await client.query([`create schema ${schema}`, `set search_path = ${schema}`, ...statements].join('; '))
  return { ...createConnection(client, { prepared: false }), close: () => client.end() }
}
