import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { createConnection } from '../backends/sqlite/file/connection.ts'
import { openHandlers } from '../operations/testing/call-handlers.ts'
import { applyToSqlite } from './apply-to-sqlite.ts'
import { migrations } from './index.ts'

test('what runs read before lineage was kept is part of it', async () => {
  const database = new DatabaseSync(':memory:')
  const apply = (from: number, to?: number): void => {
    for (const migration of migrations.slice(from, to)) applyToSqlite(database, migration)
  }
  apply(0, 2)
  const digest = 'a'.repeat(32)
  database.exec(`insert into runs (id, uuid, experiment_id, name, user_id, status, start_time, artifact_uri) values (7, 'old', 0, 'old', '', 3, 1, '');
    insert into datasets (id, experiment_id, name, digest, source_type, source) values (3, 0, 'raw', '${digest}', 'local', 'raw');
    insert into inputs values (7, 3)`)
  apply(2)
  const store = await openHandlers(async () => ({ ...createConnection(database), close: async () => database.close() }))
  const { nodes } = await store.call('getLineage', { digest })
  expect(nodes.map((node: { run?: { run_name: string } }) => node.run?.run_name ?? 'data')).toEqual(['data', 'old'])
  expect(await store.call('searchPipelines', {})).toEqual({ pipelines: [] })
  await store.close()
})

test('a store without views has room for them afterwards', () => {
  const database = new DatabaseSync(':memory:')
  for (const migration of migrations) applyToSqlite(database, migration)
  const keep = database.prepare(
    "insert into views (uuid, page, experiment_id, name, query, user_id, creation_time, last_update_time) values (?, 'runs', -1, 'best', '', '', 1, 1)",
  )
  keep.run('one')
  expect(() => keep.run('two')).toThrow('UNIQUE')
  database.close()
})

test('links of a store that knew their tokens lead where they led, and nothing in it says what they are', async () => {
  const database = new DatabaseSync(':memory:')
  for (const migration of migrations.slice(0, 6)) applyToSqlite(database, migration)
  const content = JSON.stringify({ run_ids: ['a'.repeat(32)], metrics: [] })
  const share = database.prepare("insert into shares (token, title, content, user_id, creation_time) values (?, 'For Ada', ?, '', 1)")
  share.run('a-token-of-before', content)
  share.run('another', content)
  for (const migration of migrations.slice(6)) applyToSqlite(database, migration)
  expect(JSON.stringify(database.prepare('select * from shares').all())).not.toMatch(/a-token-of-before|another/)
  expect(() => database.exec("insert into shares select 9, token_hash, '', '', '', 1, null, 0 from shares limit 1")).toThrow('UNIQUE')
  const store = await openHandlers(async () => ({ ...createConnection(database), close: async () => database.close() }))
  expect((await store.call('getShare', { token: 'a-token-of-before' })).share.title).toBe('For Ada')
  await store.call('revokeShare', { token: 'a-token-of-before' })
  await expect(store.call('getShare', { token: 'a-token-of-before' })).rejects.toThrow('There is no such share')
  expect((await store.call('listShares', {})).shares).toHaveLength(1)
  await store.close()
})
