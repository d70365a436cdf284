import { expect, test } from 'vitest'
import { ask, createRun, dataOf, historyOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

export function describeConcurrency(open: OpenStore): void {
  test(
    'many callers at once lose nothing, on one run and on many',
    withStore(open, async ({ store }) => {
      const runs = await Promise.all(Array.from({ length: 20 }, () => createRun(store)))
      const shared = await createRun(store)
      const callers = runs.map(async (runId, caller) => {
        for (let step = 0; step < 25; step++) {
          await Promise.all([
            ask(store, 'logMetric', { run_id: shared, key: `m${caller % 3}`, value: caller, timestamp: caller, step }),
            ask(store, 'logBatch', { run_id: runId, metrics: [point('own', step, step), point('other', step, -step)] }),
            ask(store, 'setTag', { run_id: shared, key: `t${caller}`, value: String(step) }),
          ])
        }
      })
      await Promise.all(callers)
      const lengths = await Promise.all([0, 1, 2].map(async (index) => (await historyOf(store, shared, `m${index}`)).length))
      expect(lengths).toEqual([7 * 25, 7 * 25, 6 * 25])
      for (const runId of runs) expect(await historyOf(store, runId, 'own')).toHaveLength(25)
      const { tags } = await dataOf(store, shared)
      expect(runs.map((_, caller) => tags[`t${caller}`])).toEqual(runs.map(() => '24'))
    }),
  )

  test(
    'of callers that log different values of one param, exactly one succeeds',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      const outcomes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, value) => ask(store, 'logParam', { run_id: runId, key: 'p', value: String(value) })),
      )
      const succeeded = outcomes.flatMap(({ status }, value) => (status === 'fulfilled' ? [String(value)] : []))
      expect(succeeded).toHaveLength(1)
      expect((await dataOf(store, runId)).params).toEqual({ p: succeeded[0] })
    }),
  )

  test(
    'of callers that create one experiment, exactly one succeeds',
    withStore(open, async ({ store }) => {
      const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => ask(store, 'createExperiment', { name: 'one' })))
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }),
  )

  test(
    'readers beside writers see whole batches',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      let done = false
      const writing = (async () => {
        for (let step = 0; step < 40; step++) {
          await ask(store, 'logBatch', { run_id: runId, metrics: [point('a', step, step), point('b', step, step)] })
        }
        done = true
      })()
      while (!done) {
        const { metrics } = await dataOf(store, runId)
        expect(metrics['a']?.step).toBe(metrics['b']?.step)
      }
      await writing
    }),
  )
}
