import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { createConnection } from '../backends/sqlite/file/connection.ts'
import { openHandlers } from '../operations/testing/call-handlers.ts'
import { migrations } from './index.ts'

test('what runs read before lineage was kept is part of it', async () => {
  const database = new DatabaseSync(':memory:')
  const apply = (from: number, to?: number): void => {
    for (const { statements } of migrations.slice(from, to)) for (const statement of statements('sqlite')) database.exec(statement)
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
