import { expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { ask, createRun, dataOf, historyOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { createRandom } from './random.ts'
import { withStore } from './with-store.ts'

export function describeSealing(open: OpenStore): void {
  test(
    'readers do not see it: histories and latest points stay the same',
    withStore(open, async (opened) => {
      const runId = await createRun(opened.store)
      const random = createRandom(5)
      for (let batch = 0; batch < 30; batch++) {
        const metrics = Array.from({ length: 900 }, (_, index) =>
          point(`m${index % 7}`, batch * 100 + random.below(150), random.below(1000) / 7),
        )
        await ask(opened.store, 'logBatch', { run_id: runId, metrics })
      }
      const before = await readEverything(opened.store, runId)
      await ask(opened.store, 'updateRun', { run_id: runId, status: 'FINISHED', end_time: 1 })
      await sealed(opened.store)
      expect(await readEverything(opened.store, runId)).toEqual(before)
      await opened.reopen()
      expect(await readEverything(opened.store, runId)).toEqual(before)
    }),
  )

  test(
    'points that come after it find their place',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      for (const offset of [1, 0, 2]) {
        const metrics = Array.from({ length: 700 }, (_, index) => point('m', 3 * index + offset, index))
        await ask(store, 'logBatch', { run_id: runId, metrics })
        await ask(store, 'updateRun', { run_id: runId, status: 'FINISHED', end_time: 1 })
        await sealed(store)
      }
      expect((await historyOf(store, runId, 'm')).map(({ step }) => step)).toEqual(Array.from({ length: 2_100 }, (_, step) => step))
    }),
  )
}

/** Waits until nothing of ended runs is left in the journal. */
async function sealed(store: Store): Promise<void> {
  await expect.poll(async () => (await store.statistics()).journalRows, { timeout: 20_000, interval: 20 }).toBe(0)
}

async function readEverything(store: Store, runId: string) {
  const { metrics } = await dataOf(store, runId)
  const histories = await Promise.all(Object.keys(metrics).map(async (key) => [key, await historyOf(store, runId, key)]))
  return { metrics, histories }
}
