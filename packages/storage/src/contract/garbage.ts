import { expect, test } from 'vitest'
import type { GarbageRequest, Store } from '../store.ts'
import { ask, createRun, dataOf, historyOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

const everything = (): Pick<GarbageRequest, 'olderThan'> => ({ olderThan: Date.now() + 60_000 })

export function describeGarbage(open: OpenStore): void {
  test(
    'deletes for good what was deleted, with its artifacts, and nothing else',
    withStore(open, async (opened) => {
      const [gone, kept] = await Promise.all([runWithData(opened.store), runWithData(opened.store)])
      const before = { data: await dataOf(opened.store, kept), history: await historyOf(opened.store, kept, 'm') }
      await ask(opened.store, 'deleteRun', { run_id: gone })
      const uris: string[] = []
      const report = await opened.store.collectGarbage({ ...everything(), deleteArtifacts: async (some) => void uris.push(...some) })
      expect(report).toMatchObject({ runs: 1, experiments: 0 })
      expect(report.points).toBeGreaterThanOrEqual(500)
      expect(uris).toEqual([expect.stringContaining(gone)])
      await expect(ask(opened.store, 'getRun', { run_id: gone })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
      await opened.reopen()
      expect({ data: await dataOf(opened.store, kept), history: await historyOf(opened.store, kept, 'm') }).toEqual(before)
    }),
  )

  test(
    'names that only deleted runs had can be logged again',
    withStore(open, async ({ store }) => {
      const gone = await runWithData(store)
      await ask(store, 'deleteRun', { run_id: gone })
      await store.collectGarbage({ ...everything(), deleteArtifacts: async () => {} })
      const again = await runWithData(store)
      expect((await dataOf(store, again)).params).toEqual({ p: 'v' })
      expect(await historyOf(store, again, 'm')).toHaveLength(500)
    }),
  )

  test(
    'takes deleted experiments with their runs, and leaves the default one',
    withStore(open, async ({ store }) => {
      const { experiment_id: experimentId } = await ask(store, 'createExperiment', { name: 'gone' })
      const runId = await runWithData(store, experimentId)
      await ask(store, 'deleteExperiment', { experiment_id: experimentId })
      const report = await store.collectGarbage({ ...everything(), deleteArtifacts: async () => {} })
      expect(report).toMatchObject({ runs: 1, experiments: 1 })
      await expect(ask(store, 'getExperiment', { experiment_id: experimentId })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
      await expect(ask(store, 'getRun', { run_id: runId })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
      await ask(store, 'createExperiment', { name: 'gone' })
      await ask(store, 'getExperiment', { experiment_id: '0' })
    }),
  )

  test(
    'only reports when it is a dry run, and leaves what was deleted later',
    withStore(open, async ({ store }) => {
      const runId = await runWithData(store)
      await ask(store, 'deleteRun', { run_id: runId })
      const deleteArtifacts = async () => expect.unreachable('nothing may be deleted')
      expect(await store.collectGarbage({ ...everything(), dryRun: true, deleteArtifacts })).toMatchObject({ runs: 1, points: 500 })
      expect(await store.collectGarbage({ olderThan: Date.now() - 60_000, deleteArtifacts })).toMatchObject({ runs: 0 })
      await ask(store, 'restoreRun', { run_id: runId })
      expect(await historyOf(store, runId, 'm')).toHaveLength(500)
    }),
  )

  test(
    'fails when artifacts can not be deleted, and can be done again',
    withStore(open, async ({ store }) => {
      const runId = await runWithData(store)
      await ask(store, 'deleteRun', { run_id: runId })
      const failing = store.collectGarbage({ ...everything(), deleteArtifacts: () => Promise.reject(new Error('the bucket is gone')) })
      await expect(failing).rejects.toThrow('the bucket is gone')
      const uris: string[] = []
      await store.collectGarbage({ ...everything(), deleteArtifacts: async (some) => void uris.push(...some) })
      expect(uris).toHaveLength(1)
    }),
  )

  test(
    'nobody can restore a run whose artifacts are being deleted',
    withStore(open, async ({ store }) => {
      const runId = await runWithData(store)
      await ask(store, 'deleteRun', { run_id: runId })
      const restored: unknown[] = []
      await store.collectGarbage({
        ...everything(),
        deleteArtifacts: async () => {
          restored.push(await ask(store, 'restoreRun', { run_id: runId }).catch((error: unknown) => error))
        },
      })
      expect(restored).toEqual([expect.objectContaining({ code: 'RESOURCE_DOES_NOT_EXIST' })])
    }),
  )

  test(
    'goes on after opening again where it failed',
    withStore(open, async (opened) => {
      const runId = await runWithData(opened.store)
      await ask(opened.store, 'deleteRun', { run_id: runId })
      await expect(
        opened.store.collectGarbage({ ...everything(), deleteArtifacts: () => Promise.reject(new Error('the bucket is gone')) }),
      ).rejects.toThrow('the bucket is gone')
      await opened.reopen()
      expect((await opened.store.verify()).problems).toEqual([])
      const uris: string[] = []
      const report = await opened.store.collectGarbage({ olderThan: 0, deleteArtifacts: async (some) => void uris.push(...some) })
      expect(uris).toEqual([expect.stringContaining(runId)])
      expect(report).toMatchObject({ runs: 1, points: 500 })
    }),
  )

  test(
    'takes turns with writers',
    withStore(open, async ({ store }) => {
      const gone = await Promise.all(Array.from({ length: 30 }, () => runWithData(store)))
      for (const runId of gone) await ask(store, 'deleteRun', { run_id: runId })
      const kept = await createRun(store)
      const collecting = store.collectGarbage({ ...everything(), deleteArtifacts: async () => {} })
      for (let step = 0; step < 50; step++) await ask(store, 'logMetric', { run_id: kept, key: 'm', value: step, timestamp: 1, step })
      expect(await collecting).toMatchObject({ runs: 30 })
      expect(await historyOf(store, kept, 'm')).toHaveLength(50)
    }),
  )
}

async function runWithData(store: Store, experimentId = '0'): Promise<string> {
  const runId = await createRun(store, { experiment_id: experimentId })
  const metrics = Array.from({ length: 500 }, (_, step) => point('m', step, step))
  await ask(store, 'logBatch', { run_id: runId, metrics, params: [{ key: 'p', value: 'v' }], tags: [{ key: 't', value: 'v' }] })
  await ask(store, 'logInputs', {
    run_id: runId,
    datasets: [{ dataset: { name: 'd', digest: 'x', source_type: 'local', source: 's' }, tags: [{ key: 'k', value: 'v' }] }],
  })
  return runId
}
