import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  createTemporaryFolder,
  findPostgres,
  requirePart,
  type RunningPostgres,
  startPostgres,
  type TemporaryFolder,
} from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, createRun, dataOf, historyOf, point } from '../../contract/ask.ts'
import { describeMaintenance } from '../../maintenance/testing/describe-maintenance.ts'
import type { Store } from '../../store.ts'
import { openConnectionOn } from './testing/open-connection.ts'
import { openAt, openOn } from './testing/open-store.ts'

const part = requirePart('PostgreSQL', findPostgres())

describe.skipIf(part.missing)(`maintenance over PostgreSQL${part.note}`, () => {
  let postgres: RunningPostgres
  let folder: TemporaryFolder
  beforeAll(async () => {
    postgres = await startPostgres()
    folder = await createTemporaryFolder()
  })
  afterAll(async () => {
    await postgres.stop()
    await folder.remove()
  })

  describeMaintenance('PostgreSQL', () => openConnectionOn(postgres))

  test('garbage collection makes the database smaller, and says by how much', async () => {
    const { store, dispose } = await openOn(postgres)
    const runs = await Promise.all(Array.from({ length: 8 }, () => createRun(store)))
    for (let step = 0; step < 12_000; step += 1_000) {
      const metrics = Array.from({ length: 1_000 }, (_, index) => point(`m${index % 3}`, step + index, Math.random()))
      await Promise.all(runs.map((runId) => ask(store, 'logBatch', { run_id: runId, metrics })))
    }
    for (const runId of runs) await ask(store, 'deleteRun', { run_id: runId })
    const before = await store.statistics()
    const report = await store.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => {} })
    const after = await store.statistics()
    expect(report).toMatchObject({ runs: 8, points: 96_000 })
    expect(report.freedBytes).toBeGreaterThan(400_000)
    // Other work of the server moves the figure a little meanwhile.
    expect(Math.abs(before.bytes - after.bytes - report.freedBytes)).toBeLessThan(300_000)
    await dispose()
  })

  test('a backup is a SQLite store with everything in it, and goes on by itself', async () => {
    const opened = await openOn(postgres)
    const runs = await fill(opened.store)
    await opened.store.backup(opened.backupTarget)
    const copy = await opened.openBackup()
    for (const runId of runs) {
      const read = async (store: Store) => [
        await ask(store, 'getRun', { run_id: runId }),
        await historyOf(store, runId, 'long'),
        await historyOf(store, runId, 'special'),
      ]
      expect(await read(copy.store)).toEqual(await read(opened.store))
    }
    const search = (store: Store) =>
      ask(store, 'searchRuns', { experiment_ids: ['0', '1'], order_by: ['metrics.long DESC'], run_view_type: 'ALL' })
    expect(await search(copy.store)).toEqual(await search(opened.store))
    expect((await copy.store.verify()).problems).toEqual([])
    const [runId = ''] = runs
    // What was sent to the old server and comes again is known to the new one.
    await ask(copy.store, 'setTag', { run_id: runId, key: 't', value: 'again' }, { idempotencyKey: 'w:1' })
    expect((await dataOf(copy.store, runId)).tags['t']).toBe('first')
    const { experiment_id: experimentId } = await ask(copy.store, 'createExperiment', { name: 'new' })
    expect(Number(experimentId)).toBeGreaterThan(1)
    await ask(copy.store, 'logMetric', { run_id: await createRun(copy.store), key: 'new name', value: 1, timestamp: 1 })
    expect((await copy.store.verify()).problems).toEqual([])
    await copy.dispose()
    await opened.dispose()
  })

  test('a backup that fails leaves nothing, and nothing is overwritten', async () => {
    const { store, dispose } = await openOn(postgres)
    await fill(store)
    const missing = join(folder.path, 'no', 'such', 'folder', 'backup.db')
    await expect(store.backup(missing)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    const target = join(folder.path, 'taken.db')
    await store.backup(target)
    await expect(store.backup(target)).rejects.toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS' })
    const copy = await openAt(target)
    expect((await copy.statistics()).runs).toBe(2)
    await copy.close()
    expect(existsSync(`${target}.unfinished`)).toBe(false)
    await dispose()
  })
})

async function fill(store: Store): Promise<string[]> {
  const { experiment_id: experimentId } = await ask(store, 'createExperiment', { name: 'e', tags: [{ key: 'k', value: 'ü' }] })
  const runs = [await createRun(store), await createRun(store, { experiment_id: experimentId, start_time: 2n ** 53n + 1n })]
  for (const [index, runId] of runs.entries()) {
    const metrics = Array.from({ length: 950 }, (_, step) => point('long', step, Math.sin(step) + index))
    const special = [Infinity, -Infinity, -0, Number.NaN].map((value, at) => point('special', 2n ** 60n, value, at))
    await ask(store, 'logBatch', { run_id: runId, metrics: [...metrics, ...special], params: [{ key: 'p', value: `v${index}` }] })
  }
  await ask(store, 'setTag', { run_id: runs[0], key: 't', value: 'first' }, { idempotencyKey: 'w:1' })
  await ask(store, 'logInputs', {
    run_id: runs[0],
    datasets: [{ dataset: { name: 'd', digest: 'x', source_type: 'local', source: 's' }, tags: [{ key: 'k', value: 'v' }] }],
  })
  await ask(store, 'updateRun', { run_id: runs[1], status: 'FINISHED', end_time: 5 })
  return runs
}
