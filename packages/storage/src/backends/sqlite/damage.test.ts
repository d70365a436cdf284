import { copyFile, readFile, truncate, writeFile } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { ask, createRun, dataOf, historyOf, point } from '../../contract/ask.ts'
import type { Store } from '../../store.ts'
import { openSqliteStore } from './sqlite-store.ts'
import { openInFolder } from './testing/open-store.ts'

/** A closed store with a sealed series, a journal and a wide run. */
async function makeStore() {
  const opened = await openInFolder()
  const runId = await createRun(opened.store)
  await log(opened.store, runId, 'sealed')
  await ask(opened.store, 'updateRun', { run_id: runId, status: 'FINISHED', end_time: 1 })
  await expect.poll(async () => (await opened.store.statistics()).journalRows, { timeout: 60_000 }).toBe(0)
  await ask(opened.store, 'updateRun', { run_id: runId, status: 'RUNNING' })
  await log(opened.store, runId, 'waiting')
  await opened.store.close()
  return { ...opened, runId }
}

async function log(store: Store, runId: string, key: string): Promise<void> {
  await ask(store, 'logBatch', { run_id: runId, metrics: Array.from({ length: 1_000 }, (_, step) => point(key, step, Math.random())) })
}

/** Changes the middle byte of the first row's data. */
function damageRow(path: string, table: 'blocks' | 'journal' | 'intake' | 'params_intake'): void {
  const database = new DatabaseSync(path)
  const row = database.prepare(`select id, data from ${table} order by id limit 1`).get()
  const data = Buffer.from(row?.['data'] as Uint8Array)
  data[data.length >> 1] = (data[data.length >> 1] ?? 0) ^ 0x55
  database.prepare(`update ${table} set data = ? where id = ?`).run(data, row?.['id'] as number)
  database.close()
}

test.each(['blocks', 'journal'] as const)('a damaged row of %s is reported, spoils only its series, and stops nobody', async (table) => {
  const { path, runId, dispose } = await makeStore()
  damageRow(path, table)
  const store = await openSqliteStore({ path, artifactRoot: '' })
  try {
    const { problems } = await store.verify()
    expect(problems[0]).toMatch(/is damaged/)
    const [hit, whole] = table === 'blocks' ? ['sealed', 'waiting'] : ['waiting', 'sealed']
    await expect(historyOf(store, runId, hit)).rejects.toMatchObject({ code: 'DATA_LOSS' })
    if (table === 'blocks') expect(await historyOf(store, runId, whole)).toHaveLength(1_000)
    const other = await createRun(store)
    await log(store, other, 'fine')
    expect(await historyOf(store, other, 'fine')).toHaveLength(1_000)
  } finally {
    await store.close()
    await dispose()
  }
})

test('a file whose pages are gone is refused or reported, never read as if it were whole', async () => {
  const { path, dispose } = await makeStore()
  const { length } = await readFile(path)
  await truncate(path, length >> 1)
  const outcome = await openSqliteStore({ path, artifactRoot: '' }).then(
    async (store) => {
      const report = await store.verify().catch((error: Error) => ({ problems: [error.message] }))
      await store.close().catch(() => {})
      return report.problems
    },
    (error: Error) => [error.message],
  )
  expect(outcome.length).toBeGreaterThan(0)
  await dispose()
})

test('a file whose header is gone is one clear line', async () => {
  const { path, dispose } = await makeStore()
  const bytes = await readFile(path)
  await writeFile(path, Buffer.concat([Buffer.alloc(4096, 7), bytes.subarray(4096)]))
  await expect(openSqliteStore({ path, artifactRoot: '' })).rejects.toMatchObject({
    code: 'DATA_LOSS',
    message: `${path} is not a store of Reprise.`,
  })
  await dispose()
})

test('what a crash left in a damaged state is reported, and stops nobody', async () => {
  const opened = await openInFolder()
  const runId = await createRun(opened.store)
  await log(opened.store, runId, 'waiting')
  await ask(opened.store, 'logMetric', { run_id: runId, key: 'few', value: 1, timestamp: 1 })
  await ask(opened.store, 'logParam', { run_id: runId, key: 'p', value: 'v' })
  await ask(opened.store, 'logParam', { run_id: runId, key: 'q', value: 'w' })
  // A copy of the files while the store is open is what a power cut leaves.
  const crashed = `${opened.path}.crashed`
  for (const suffix of ['', '-wal']) await copyFile(opened.path + suffix, crashed + suffix)
  damageRow(crashed, 'journal')
  damageRow(crashed, 'intake')
  damageRow(crashed, 'params_intake')
  const logged: string[] = []
  const note = (_details: object, message: string) => void logged.push(message)
  const store = await openSqliteStore({ path: crashed, artifactRoot: '', log: { info: note, warn: note, error: note } })
  try {
    expect(logged).toEqual([
      expect.stringContaining('journal row'),
      expect.stringContaining('is damaged'),
      expect.stringContaining('params intake row'),
    ])
    expect((await dataOf(store, runId)).params).toEqual({ q: 'w' })
    await log(store, runId, 'after')
    expect(await historyOf(store, await createRun(store), 'after')).toEqual([])
    expect((await store.verify()).problems.length).toBeGreaterThan(0)
  } finally {
    await store.close()
    await opened.dispose()
  }
})
