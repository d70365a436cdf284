import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask, createRun, dataOf, point } from '../../contract/ask.ts'
import type { OpenedStore } from '../../contract/index.ts'
import { openInFolder } from './testing/open-store.ts'

let opened: OpenedStore & { readonly path: string }

beforeEach(async () => {
  opened = await openInFolder()
})

afterEach(() => opened.dispose())

const collect = () => opened.store.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => {} })

function names(): unknown[] {
  const database = new DatabaseSync(opened.path, { readOnly: true })
  const rows = database.prepare('select name from keys order by name').all()
  database.close()
  return rows.map((row) => row['name'])
}

test('the file gets smaller, and says by how much', async () => {
  const runId = await createRun(opened.store)
  for (let batch = 0; batch < 40; batch++) {
    const metrics = Array.from({ length: 1_000 }, (_, index) => point(`m${index % 3}`, batch * 1_000 + index, Math.random()))
    await ask(opened.store, 'logBatch', { run_id: runId, metrics })
  }
  await opened.reopen()
  const before = statSync(opened.path).size
  await ask(opened.store, 'deleteRun', { run_id: runId })
  const { freedBytes } = await collect()
  const after = statSync(opened.path).size
  expect(freedBytes).toBe(before - after)
  expect(after).toBeLessThan(before / 2)
})

test('names that nothing has any more are freed, all others stay', async () => {
  const gone = await createRun(opened.store, { tags: [{ key: 'tag gone', value: '' }] })
  const kept = await createRun(opened.store, { tags: [{ key: 'tag kept', value: '' }] })
  const log = (runId: string, which: string) =>
    ask(opened.store, 'logBatch', {
      run_id: runId,
      metrics: [point(`metric ${which}`, 1, 1)],
      params: [{ key: `param ${which}`, value: '' }],
    })
  await Promise.all([log(gone, 'gone'), log(kept, 'kept')])
  await Promise.all([log(gone, 'shared'), log(kept, 'shared')])
  await ask(opened.store, 'deleteRun', { run_id: gone })
  // Reading a run brings its summaries into the table; those of the other run wait in memory, and have names, too.
  await dataOf(opened.store, gone)
  await collect()
  expect(names()).toEqual(['metric kept', 'metric shared', 'mlflow.runName', 'param kept', 'param shared', 'tag kept'])
  await log(kept, 'gone')
  expect(Object.keys((await dataOf(opened.store, kept)).metrics)).toEqual(['metric kept', 'metric shared', 'metric gone'])
  expect((await opened.store.verify()).problems).toEqual([])
})
