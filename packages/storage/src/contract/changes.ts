import { expect, test } from 'vitest'
import type { Change, Store } from '../store.ts'
import { ask, createRun } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

export function describeChanges(open: OpenStore): void {
  test(
    'tells what happened, in order, from a position on',
    withStore(open, async (opened) => {
      const { position: start } = await opened.store.changesAfter(undefined, 0)
      const { experiment_id: experimentId } = await ask(opened.store, 'createExperiment', { name: 'followed' })
      const runId = await createRun(opened.store, { experiment_id: experimentId })
      await ask(opened.store, 'updateRun', { run_id: runId, status: 'FINISHED', end_time: 1 })
      await ask(opened.store, 'deleteRun', { run_id: runId })
      const kinds = ['experiment-created', 'run-created', 'run-finished', 'run-deleted']
      const changes = await follow(opened.store, start, 4)
      expect(changes.map(({ kind }) => kind)).toEqual(kinds)
      expect(changes[1]).toMatchObject({ experiment_id: experimentId, run_id: runId })
      await opened.reopen()
      expect((await follow(opened.store, changes[1]?.position, 2)).map(({ kind }) => kind)).toEqual(kinds.slice(2))
    }),
  )

  test(
    'tells of new points soon, and not once per point',
    withStore(open, async ({ store }) => {
      const runId = await createRun(store)
      const { position: start } = await store.changesAfter(undefined, 0)
      for (let step = 0; step < 200; step++) await ask(store, 'logMetric', { run_id: runId, key: 'm', value: 1, timestamp: 1, step })
      const told = await follow(store, start, 1)
      expect(told[0]).toMatchObject({ kind: 'points', run_id: runId })
      const { changes } = await store.changesAfter(start, 1_000)
      expect(changes.length).toBeLessThan(50)
    }),
  )

  test(
    'wakes its listeners until they leave',
    withStore(open, async ({ store }) => {
      let woken = 0
      const leave = store.onChange(() => (woken += 1))
      await createRun(store)
      await expect.poll(() => woken, { timeout: 10_000 }).toBeGreaterThan(0)
      leave()
    }),
  )

  test(
    'says so when a position is not known, and pages',
    withStore(open, async ({ store }) => {
      const { position: start } = await store.changesAfter(undefined, 0)
      for (let index = 0; index < 5; index++) await createRun(store)
      const all = await follow(store, start, 5)
      const first = await store.changesAfter(start, 2)
      expect(first.changes).toEqual(all.slice(0, 2))
      expect((await store.changesAfter(first.position, 100)).changes).toEqual(all.slice(2))
      for (const position of ['nonsense', '', '-1'])
        expect(await store.changesAfter(position, 10)).toMatchObject({ reset: true, changes: [] })
    }),
  )
}

/** Reads until so many changes were told. */
async function follow(store: Store, start: string | undefined, count: number): Promise<Change[]> {
  const told: Change[] = []
  let position = start
  await expect
    .poll(
      async () => {
        const page = await store.changesAfter(position, 1_000)
        expect(page.reset).toBe(false)
        told.push(...page.changes)
        position = page.position
        return told.length
      },
      { timeout: 10_000, interval: 20 },
    )
    .toBeGreaterThanOrEqual(count)
  return told
}
