import { expect, test } from 'vitest'
import { ask, createRun, dataOf, historyOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

export function describeDurability(open: OpenStore): void {
  test(
    'everything that was acknowledged is there after opening again',
    withStore(open, async (opened) => {
      const { experiment_id: experimentId } = await ask(opened.store, 'createExperiment', {
        name: 'kept',
        tags: [{ key: 'team', value: 'a' }],
      })
      const runId = await createRun(opened.store, {
        experiment_id: experimentId,
        run_name: 'first',
        tags: [{ key: 'colour', value: 'red' }],
      })
      await ask(opened.store, 'logBatch', {
        run_id: runId,
        metrics: [point('loss', 1, 0.5), point('loss', 2, 0.25), point('accuracy', 1, 0.9)],
        params: [{ key: 'rate', value: '0.1' }],
        tags: [{ key: 'shape', value: 'round' }],
      })
      await ask(opened.store, 'logMetric', { run_id: runId, key: 'loss', value: 0.125, timestamp: 3, step: 3 })
      const before = await dataOf(opened.store, runId)
      await opened.reopen()
      expect(await dataOf(opened.store, runId)).toEqual(before)
      expect(before.metrics).toEqual({ loss: { step: 3, timestamp: 3, value: 0.125 }, accuracy: { step: 1, timestamp: 1, value: 0.9 } })
      expect(before.params).toEqual({ rate: '0.1' })
      expect(before.tags).toEqual({ 'mlflow.runName': 'first', colour: 'red', shape: 'round' })
      expect((await historyOf(opened.store, runId, 'loss')).map(({ value }) => value)).toEqual([0.5, 0.25, 0.125])
      const { experiment } = await ask(opened.store, 'getExperimentByName', { experiment_name: 'kept' })
      expect(experiment).toMatchObject({ experiment_id: experimentId, tags: [{ key: 'team', value: 'a' }] })
    }),
  )

  test(
    'a write is seen by every read that starts after it was acknowledged',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      for (let step = 0; step < 30; step++) {
        await ask(store, 'logMetric', { run_id: runId, key: 'loss', value: step, timestamp: step, step })
        if (step % 3 === 0) expect((await dataOf(store, runId)).metrics['loss']?.value).toBe(step)
        if (step % 3 === 1) expect(await historyOf(store, runId, 'loss')).toHaveLength(step + 1)
        if (step % 3 === 2) {
          const { runs } = await ask(store, 'searchRuns', { experiment_ids: ['0'], filter: `metrics.loss = ${step}` })
          expect(runs).toHaveLength(1)
        }
      }
    }),
  )

  test(
    'ids go on where they were, and are never given out again',
    withStore(open, async (opened) => {
      const first = await ask(opened.store, 'createExperiment', { name: 'one' })
      await ask(opened.store, 'deleteExperiment', { experiment_id: first.experiment_id })
      await opened.store.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => {} })
      await opened.reopen()
      const second = await ask(opened.store, 'createExperiment', { name: 'two' })
      expect(second.experiment_id).not.toBe(first.experiment_id)
    }),
  )

  test(
    'closing finishes what was accepted',
    withStore(open, async (opened) => {
      const runId = await createRun(opened.store)
      const writes = Array.from({ length: 50 }, (_, step) =>
        ask(opened.store, 'logMetric', { run_id: runId, key: 'm', value: 1, timestamp: 1, step }),
      )
      const reopened = opened.reopen()
      const outcomes = await Promise.allSettled(writes)
      await reopened
      expect(outcomes.every(({ status }) => status === 'fulfilled')).toBe(true)
      expect(await historyOf(opened.store, runId, 'm')).toHaveLength(50)
    }),
  )
}
