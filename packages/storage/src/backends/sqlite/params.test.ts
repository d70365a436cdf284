import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { ask, createRun, dataOf } from '../../contract/ask.ts'
import { openInFolder } from './testing/open-store.ts'

const count = (path: string, table: string): number => {
  using database = new DatabaseSync(path, { readOnly: true })
  return Number(database.prepare(`select count(*) as n from ${table}`).get()?.['n'])
}

test('params become rows of their table by themselves, and leave the intake', async () => {
  const { store, path, dispose } = await openInFolder()
  try {
    const runId = await createRun(store)
    const params = Array.from({ length: 100 }, (_, index) => ({ key: `p${index}`, value: String(index) }))
    await ask(store, 'logBatch', { run_id: runId, params })
    expect(count(path, 'params') + count(path, 'params_intake')).toBeGreaterThan(0)
    await expect.poll(() => [count(path, 'params'), count(path, 'params_intake')], { timeout: 60_000 }).toEqual([100, 0])
    await ask(store, 'logBatch', { run_id: runId, params })
    expect(count(path, 'params_intake')).toBe(0)
    expect(Object.keys((await dataOf(store, runId)).params)).toHaveLength(100)
  } finally {
    await dispose()
  }
})

test('a run with more params than are written at once has them all', async () => {
  const { store, path, dispose } = await openInFolder()
  try {
    const runId = await createRun(store)
    const calls = Array.from({ length: 130 }, (_, call) =>
      ask(store, 'logBatch', {
        run_id: runId,
        params: Array.from({ length: 100 }, (_param, index) => ({ key: `p${call}.${index}`, value: String(call) })),
      }),
    )
    await Promise.all(calls)
    expect(count(path, 'params')).toBeGreaterThanOrEqual(10_000)
    expect(Object.keys((await dataOf(store, runId)).params)).toHaveLength(13_000)
  } finally {
    await dispose()
  }
})
