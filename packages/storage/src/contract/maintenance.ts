import { expect, test } from 'vitest'
import { ask, createRun, dataOf, historyOf, point } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

export function describeMaintenance(open: OpenStore): void {
  test(
    'a backup made while the store is in use is a whole store',
    withStore(open, async (opened) => {
      const runId = await createRun(opened.store)
      let step = 0
      const log = () => ask(opened.store, 'logBatch', { run_id: runId, metrics: [point('a', step, step), point('b', step, step++)] })
      for (let index = 0; index < 20; index++) await log()
      let done = false
      const backup = opened.store.backup(opened.backupTarget).finally(() => (done = true))
      while (!done) await log()
      await backup
      const copy = await opened.openBackup()
      try {
        expect((await copy.store.verify()).problems).toEqual([])
        const { metrics } = await dataOf(copy.store, runId)
        const history = await historyOf(copy.store, runId, 'a')
        expect(history.length).toBeGreaterThanOrEqual(20)
        expect(history.at(-1)?.step).toBe(metrics['a']?.step)
        expect(metrics['b']?.step).toBe(metrics['a']?.step)
      } finally {
        await copy.dispose()
      }
    }),
  )

  test(
    'verifying finds nothing wrong beside writers, and says how far it is',
    withStore(open, async ({ store }) => {
      const runs = await Promise.all(Array.from({ length: 5 }, () => createRun(store)))
      let done = false
      const writing = (async () => {
        for (let step = 0; !done; step++) {
          await Promise.all(
            runs.map((runId, index) =>
              ask(store, 'logBatch', {
                run_id: runId,
                metrics: Array.from({ length: 1 + index * 90 }, (_, at) => point('m', step * 1000 + at, at)),
              }),
            ),
          )
        }
      })()
      const progress: number[] = []
      for (let round = 0; round < 5; round++) {
        const report = await store.verify((at, total) => progress.push(at / total))
        expect(report.problems).toEqual([])
        expect(report.runs).toBe(5)
      }
      done = true
      await writing
      expect(progress.at(-1)).toBe(1)
    }),
  )

  test(
    'statistics tell what there is',
    withStore(open, async ({ store }) => {
      await createRun(store)
      await createRun(store)
      const statistics = await store.statistics()
      expect(statistics).toMatchObject({ experiments: 1, runs: 2 })
      expect(statistics.commits).toBeGreaterThan(0)
      expect(statistics.writes).toBeGreaterThanOrEqual(2)
      expect(statistics.bytes).toBeGreaterThan(0)
    }),
  )
}
