import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, createRun, dataOf, historyOf, point } from '../../contract/ask.ts'
import type { Store } from '../../store.ts'
import { openAt } from './testing/open-store.ts'

const part = requirePart('PostgreSQL', findPostgres())

describe.skipIf(part.missing)(`a PostgreSQL that goes away and comes back${part.note}`, { timeout: 400_000 }, () => {
  let postgres: RunningPostgres
  beforeAll(async () => void (postgres = await startPostgres({ durable: true })))
  afterAll(() => postgres.stop())

  test('loses nothing that was acknowledged, answers 503 meanwhile, and everything goes on by itself', async () => {
    const url = await postgres.createDatabase()
    const logged: string[] = []
    const store = await openAt(url, logged)
    const other = await openAt(url)
    try {
      const runs = await Promise.all(Array.from({ length: 6 }, () => createRun(store)))
      const acknowledged = runs.map((): number[] => [])
      const failures: { code: string; message: string }[] = []
      let stopped = false
      const writers = runs.map(async (runId, index) => {
        for (let step = 0; !stopped; step++) {
          try {
            await ask(store, 'logBatch', { run_id: runId, metrics: [point('m', step, step)], params: [{ key: `p${step}`, value: 'v' }] })
            acknowledged[index]?.push(step)
          } catch (error) {
            failures.push(error as { code: string; message: string })
            await sleep(20)
          }
        }
      })
      for (let crash = 1; crash <= 2; crash++) {
        const before = acknowledged.map((steps) => steps.length)
        await expect
          .poll(() => acknowledged.every((steps, index) => steps.length > (before[index] ?? 0) + 5), { timeout: 60_000 })
          .toBe(true)
        await postgres.kill9()
        await expect.poll(() => failures.length, { timeout: 60_000 }).toBeGreaterThan(crash * 10)
        await expect(ask(store, 'getRun', { run_id: runs[0] })).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
        await expect(createRun(store)).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
        await expect(store.changesAfter(undefined, 1)).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
        await expect(store.statistics()).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
        await postgres.restart()
      }
      const before = acknowledged.map((steps) => steps.length)
      await expect.poll(() => acknowledged.every((steps, index) => steps.length > (before[index] ?? 0) + 5), { timeout: 60_000 }).toBe(true)
      stopped = true
      await Promise.all(writers)
      expect(new Set(failures.map(({ code }) => code))).toEqual(new Set(['TEMPORARILY_UNAVAILABLE']))
      for (const [index, runId] of runs.entries()) {
        const steps = new Set((await historyOf(store, runId, 'm')).map(({ step }) => step))
        const { params, metrics } = await dataOf(store, runId)
        for (const step of acknowledged[index] ?? []) {
          expect(steps).toContain(step)
          expect(params[`p${step}`]).toBe('v')
        }
        expect(metrics['m']?.step).toBe(Math.max(...[...steps].map(Number)))
      }
      expect((await store.verify()).problems).toEqual([])
      await hearsOfNews(store, other)
      expect(logged.join('\n')).not.toContain('_events')
    } finally {
      await Promise.all([store.close(), other.close()])
    }
  })

  test('connections that are ended one by one are replaced, also the one that listens', async () => {
    const url = await postgres.createDatabase()
    const [store, other] = [await openAt(url), await openAt(url)]
    try {
      const runId = await createRun(store)
      for (let round = 0; round < 5; round++) {
        await endConnections(url)
        await expect
          .poll(() =>
            ask(store, 'logMetric', { run_id: runId, key: 'm', value: 1, timestamp: 1, step: round }).then(
              () => true,
              () => false,
            ),
          )
          .toBe(true)
        await expect
          .poll(() =>
            ask(store, 'getRun', { run_id: runId }).then(
              () => true,
              () => false,
            ),
          )
          .toBe(true)
      }
      await hearsOfNews(store, other)
    } finally {
      await Promise.all([store.close(), other.close()])
    }
  })

  test('a store is closed while its database is away', async () => {
    const store = await openAt(await postgres.createDatabase())
    const runId = await createRun(store)
    await ask(store, 'logMetric', { run_id: runId, key: 'm', value: 1, timestamp: 1 })
    await postgres.kill9()
    try {
      await store.close()
      await store.close()
    } finally {
      await postgres.restart()
    }
  })
})

async function hearsOfNews(store: Store, other: Store): Promise<void> {
  let woken = 0
  const leave = store.onChange(() => (woken += 1))
  await expect
    .poll(
      async () => {
        await createRun(other)
        return woken
      },
      { timeout: 60_000, interval: 200 },
    )
    .toBeGreaterThan(0)
  leave()
}

/** As an administrator does before maintenance, or a proxy that restarts. */
async function endConnections(url: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
}
