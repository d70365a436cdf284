import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, createRun, dataOf, historyOf, point } from '../../../contract/ask.ts'
import type { Store } from '../../../store.ts'
import { openAt } from '../testing/open-store.ts'

const part = requirePart('PostgreSQL', findPostgres())

/** So many names that a batch leaves its summaries for later. */
const MANY = 300

describe.skipIf(part.missing)(`summaries of batches with many names${part.note}`, () => {
  let postgres: RunningPostgres
  let one: Store
  let two: Store
  let client: pg.Client
  const logged: string[] = []
  beforeAll(async () => void (postgres = await startPostgres()))
  afterAll(() => postgres.stop())
  beforeEach(async () => {
    const url = await postgres.createDatabase()
    one = await openAt(url, logged)
    two = await openAt(url, logged)
    client = new pg.Client(url)
    await client.connect()
  })
  afterEach(async () => {
    const { problems } = await one.verify()
    await client.end()
    await Promise.all([one.close(), two.close()])
    expect(problems).toEqual([])
  })

  const log = (store: Store, runId: string, step: number) =>
    ask(store, 'logBatch', { run_id: runId, metrics: Array.from({ length: MANY }, (_, key) => point(`m${key}`, step, step + key)) })
  const count = async (table: string) => Number((await client.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]?.n)

  test('are complete for everybody who looks, on every server', async () => {
    const { experiment_id: experimentId } = await ask(one, 'createExperiment', { name: 'wide' })
    const runs = [await createRun(one), await createRun(two, { experiment_id: experimentId })]
    for (let step = 0; step < 20; step++) {
      const [writer, reader] = step % 2 === 0 ? [one, two] : [two, one]
      await Promise.all(runs.map((runId) => log(writer, runId, step)))
      if (step % 3 === 0) {
        const { metrics } = await dataOf(reader, runs[step % 2] as string)
        expect(Object.keys(metrics)).toHaveLength(MANY)
        expect(metrics['m7']).toEqual({ step, timestamp: step, value: step + 7 })
      }
      if (step % 3 === 1) {
        const { runs: found } = await ask(reader, 'searchRuns', { experiment_ids: [experimentId], filter: `metrics.m9 = ${step + 9}` })
        expect(found.map(({ info }) => info.run_id)).toEqual([runs[1]])
      }
      if (step === 0) {
        const { keys } = await ask(reader, 'searchKeys', { experiment_ids: ['0'], max_results: 1_000 })
        expect(keys).toHaveLength(MANY)
      }
    }
  })

  test('are complete soon also when nobody looks', async () => {
    const runId = await createRun(one)
    for (let step = 0; step < 5; step++) await log(one, runId, step)
    await expect.poll(() => count('unsummarised'), { timeout: 60_000 }).toBe(0)
    const { rows } = await client.query('select distinct step::int as step from metrics')
    expect(rows).toEqual([{ step: 4 }])
  })

  test('are no harm to sealing, verifying, backups and garbage collection that come first', async () => {
    const [sealed, gone] = [await createRun(one), await createRun(one)]
    for (let step = 0; step < 40; step++) await Promise.all([log(one, sealed, step), log(two, gone, step)])
    expect((await two.verify()).problems).toEqual([])
    await Promise.all([one, two].map((store) => ask(store, 'updateRun', { run_id: sealed, status: 'FINISHED' })))
    await ask(two, 'deleteRun', { run_id: gone })
    await two.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => {} })
    await expect.poll(() => count('journal'), { timeout: 60_000 }).toBe(0)
    expect(await count('unsummarised')).toBe(0)
    expect((await dataOf(two, sealed)).metrics['m1']).toEqual({ step: 39, timestamp: 39, value: 40 })
    expect(await historyOf(two, sealed, 'm1')).toHaveLength(40)
  })

  test('agree with those that were moved with their points, in whatever order they come', async () => {
    const runId = await createRun(one)
    await Promise.all(
      Array.from({ length: 40 }, async (_, step) => {
        const metrics = [point('m0', step, step), point('m1', 100 - step, Number.NaN), point('m2', 5, step % 3)]
        await ask(step % 2 === 0 ? one : two, 'logBatch', { run_id: runId, metrics })
        await log(step % 2 === 0 ? two : one, runId, step)
        await dataOf(step % 3 === 0 ? two : one, runId)
      }),
    )
    const { metrics } = await dataOf(one, runId)
    expect(metrics['m0']).toEqual({ step: 39, timestamp: 39, value: 39 })
    expect(metrics['m1']).toEqual({ step: 100, timestamp: 100, value: Number.NaN })
    expect(metrics['m2']).toEqual({ step: 39, timestamp: 39, value: 41 })
  })

  test('a damaged row is left for verify to find, and keeps nobody from reading the others', async () => {
    const runId = await createRun(one)
    await log(one, runId, 1)
    await client.query(
      `with damaged as (insert into journal (run_id, point_count, data)
          select run_id, point_count, set_byte(data, 40, get_byte(data, 40) # 16) from journal returning id, run_id)
        insert into unsummarised (journal_id, run_id) select id, run_id from damaged`,
    )
    await log(one, runId, 2)
    expect((await dataOf(two, runId)).metrics['m3']).toEqual({ step: 2, timestamp: 2, value: 5 })
    expect((await one.verify()).problems).toEqual([expect.stringContaining('is damaged')])
    expect(logged.join('\n')).toContain('is damaged')
    await ask(one, 'deleteRun', { run_id: runId })
    await one.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => {} })
  })
})
