import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ask, createRun, dataOf, point } from '../../contract/ask.ts'
import type { Store } from '../../store.ts'
import { openAt } from './testing/open-store.ts'

const part = requirePart('PostgreSQL', findPostgres())

describe.skipIf(part.missing)(`what PostgreSQL can not take, or not now${part.note}`, () => {
  let postgres: RunningPostgres
  let store: Store
  let client: pg.Client
  beforeAll(async () => void (postgres = await startPostgres()))
  afterAll(() => postgres.stop())
  beforeEach(async () => {
    const url = await postgres.createDatabase()
    store = await openAt(url)
    client = new pg.Client(url)
    await client.connect()
  })
  afterEach(async () => {
    await client.end()
    await store.close()
  })

  const bad = ['a\0b', '\0', 'half \uD83D', '\uDE00 half']

  test('texts with NUL characters or lone surrogates are refused, and those that were sent with them are taken', async () => {
    const runId = await createRun(store)
    const outcomes = await Promise.allSettled(
      bad.flatMap((value, index) => [
        ask(store, 'setTag', { run_id: runId, key: 'bad', value }),
        ask(store, 'setTag', { run_id: runId, key: `good${index}`, value: '\u{1F600}\u0001' }),
        ask(store, 'logParam', { run_id: runId, key: 'bad', value }),
        ask(store, 'logBatch', { run_id: runId, metrics: [point('m', index, 1)], tags: [{ key: 'x', value }] }),
      ]),
    )
    const statuses = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 200 : outcome.reason.status))
    expect(statuses).toEqual(bad.flatMap(() => [400, 200, 400, 400]))
    const { tags, params, metrics } = await dataOf(store, runId)
    expect(tags).toMatchObject({ good0: '\u{1F600}\u0001', good1: '\u{1F600}\u0001', good2: '\u{1F600}\u0001', good3: '\u{1F600}\u0001' })
    expect([tags['bad'], tags['x'], params, metrics]).toEqual([undefined, undefined, {}, {}])
  })

  test('they are refused wherever they stand', async () => {
    const runId = await createRun(store)
    for (const text of bad) {
      const calls = [
        createRun(store, { run_name: text }),
        createRun(store, { user_id: text }),
        createRun(store, { tags: [{ key: 't', value: text }] }),
        ask(store, 'createExperiment', { name: text }),
        ask(store, 'updateRun', { run_id: runId, run_name: text }),
        ask(store, 'searchRuns', { experiment_ids: ['0'], filter: `params.p = '${text}'` }),
        ask(store, 'searchRuns', { experiment_ids: ['0'], filter: `tags.t LIKE '${text}%'` }),
        ask(store, 'getExperimentByName', { experiment_name: text }),
      ]
      const outcomes = await Promise.allSettled(calls)
      expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'taken'))).toEqual(
        calls.map(() => 'INVALID_PARAMETER_VALUE'),
      )
    }
    expect((await store.statistics()).runs).toBe(1)
  })

  test('what PostgreSQL itself refuses fails alone, too', async () => {
    await client.query(`alter table tags add constraint no_cursing check (value <> 'damn')`)
    const runId = await createRun(store)
    const values = Array.from({ length: 40 }, (_, index) => (index % 13 === 5 ? 'damn' : 'well'))
    const outcomes = await Promise.allSettled(
      values.map((value, index) => ask(store, 'setTag', { run_id: runId, key: `t${index}`, value })),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(values.map((value) => (value === 'damn' ? 'rejected' : 'fulfilled')))
    expect(Object.values((await dataOf(store, runId)).tags).filter((value) => value === 'well')).toHaveLength(37)
  })

  test('a read that takes longer than it may is ended, and others are not', async () => {
    const runId = await createRun(store)
    await client.query('begin; lock table runs in access exclusive mode')
    const late = ask(store, 'getRun', { run_id: runId }, { deadline: 200 })
    const patient = ask(store, 'getRun', { run_id: runId })
    await expect(late).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', message: 'The request took too long and was ended.' })
    await client.query('rollback')
    expect((await patient).run.info.run_id).toBe(runId)
  })

  test('reads that hang keep no write waiting', async () => {
    const runId = await createRun(store)
    await client.query('begin; lock table experiment_tags in access exclusive mode')
    const hanging = Array.from({ length: 20 }, () => ask(store, 'getExperiment', { experiment_id: '0' }))
    for (let step = 0; step < 10; step++) await ask(store, 'logMetric', { run_id: runId, key: 'm', value: 1, timestamp: 1, step })
    await createRun(store)
    await client.query('rollback')
    await Promise.all(hanging)
  })

  test('a write that meets a deadlock is done again', async () => {
    const [one, two] = await Promise.all([createRun(store), createRun(store)])
    await client.query('set deadlock_timeout = 100')
    await client.query('begin')
    await client.query('update runs set user_id = user_id where uuid = $1', [[one, two].toSorted()[1]])
    // The experiment's runs are locked one after the other; this session takes the other way around.
    const deleting = ask(store, 'deleteExperiment', { experiment_id: '0' })
    await client.query('update runs set user_id = user_id where uuid = $1', [[one, two].toSorted()[0]]).catch(() => undefined)
    await client.query('rollback')
    await deleting
    expect((await ask(store, 'getRun', { run_id: one })).run.info.lifecycle_stage).toBe('deleted')
  })
})
