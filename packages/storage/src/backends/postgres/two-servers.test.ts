import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, createRun, dataOf, historyOf, point } from '../../contract/ask.ts'
import { createRandom } from '../../contract/random.ts'
import type { Store } from '../../store.ts'
import { withServers } from './testing/open-store.ts'

const part = requirePart('PostgreSQL', findPostgres())

describe.skipIf(part.missing)(`several servers on one PostgreSQL database${part.note}`, () => {
  let postgres: RunningPostgres
  beforeAll(async () => void (postgres = await startPostgres()))
  afterAll(() => postgres.stop())

  test('start at once on an empty database', () =>
    withServers(postgres, 5, async (servers) => {
      const ids = await Promise.all(servers.map((server) => createRun(server)))
      for (const server of servers) for (const id of ids) await ask(server, 'getRun', { run_id: id })
    }))

  test('see at once what another one acknowledged', () =>
    withServers(postgres, 2, async ([one, two]) => {
      const runId = await createRun(one)
      for (let step = 0; step < 30; step++) {
        const [writer, reader] = step % 2 === 0 ? [one, two] : [two, one]
        await ask(writer, 'logMetric', { run_id: runId, key: 'm', value: step, timestamp: 1, step })
        expect((await dataOf(reader, runId)).metrics['m']?.value).toBe(step)
        expect(await historyOf(reader, runId, 'm')).toHaveLength(step + 1)
      }
    }))

  test('do a write once that was sent to both', () =>
    withServers(postgres, 2, async ([one, two]) => {
      const runId = await createRun(one)
      for (let sequence = 1; sequence <= 40; sequence++) {
        const send = (server: Store) =>
          ask(server, 'logBatch', { run_id: runId, metrics: [point('m', sequence, 1)] }, { idempotencyKey: `w:${sequence}` })
        await Promise.all([send(one), send(two), send(one)])
      }
      // One row for each write that was done.
      expect((await one.statistics()).journalRows).toBe(40)
      const outcomes = await Promise.allSettled(
        [one, two].map((server, value) =>
          ask(server, 'logParam', { run_id: runId, key: 'p', value: `${value}` }, { idempotencyKey: 'w:41' }),
        ),
      )
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    }))

  test('do a write once also when it is none of those that come in groups', () =>
    withServers(postgres, 2, async ([one, two]) => {
      const runId = await createRun(one, { tags: [{ key: 't', value: 'v' }] })
      const send = (server: Store) => ask(server, 'deleteTag', { run_id: runId, key: 't' }, { idempotencyKey: 'w:1' })
      await Promise.all([send(one), send(two), send(one), send(two)])
      expect((await dataOf(two, runId)).tags['t']).toBeUndefined()
    }))

  test('make one run for one request', () =>
    withServers(postgres, 2, async ([one, two]) => {
      for (let sequence = 1; sequence <= 10; sequence++) {
        const send = (server: Store) => createRun(server, { run_name: 'r' }, { idempotencyKey: `w:${sequence}` })
        const ids = await Promise.all([send(one), send(two), send(two), send(one)])
        expect(new Set(ids).size).toBe(1)
      }
      expect((await one.statistics()).runs).toBe(10)
    }))

  test('add to a list that both read and write, and lose nothing of it', () =>
    withServers(postgres, 2, async ([one, two]) => {
      const runId = await createRun(one)
      const models = Array.from({ length: 20 }, (_, index) => `model-${index}`)
      await Promise.all(
        models.map((name, index) => {
          const model = { run_id: runId, artifact_path: name, utc_time_created: 'now', flavors: {} }
          return ask(index % 2 === 0 ? one : two, 'logModel', { run_id: runId, model_json: JSON.stringify(model) })
        }),
      )
      const { tags } = await dataOf(two, runId)
      const history = JSON.parse(tags['mlflow.log-model.history'] ?? '[]') as { artifact_path: string }[]
      expect(history.map((entry) => entry.artifact_path).toSorted()).toEqual(models.toSorted())
    }))

  test('let exactly one of several values of a param win, and refuse the others in the words of MLflow', () =>
    withServers(postgres, 3, async (servers) => {
      const runId = await createRun(servers[0])
      for (let round = 0; round < 25; round++) {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 9 }, (_, index) => {
            const params = [`a${round}`, `b${round}`].map((key) => ({ key, value: String(index) }))
            return ask(servers[index % 3] as Store, 'logBatch', { run_id: runId, params: index % 2 === 0 ? params : params.toReversed() })
          }),
        )
        const winners = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [String(index)] : []))
        expect(winners).toHaveLength(1)
        const { params } = await dataOf(servers[0], runId)
        expect([params[`a${round}`], params[`b${round}`]]).toEqual([winners[0], winners[0]])
        for (const outcome of outcomes) {
          if (outcome.status === 'fulfilled') continue
          expect(outcome.reason).toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
          expect(outcome.reason.message).toContain('Changing param values is not allowed. Params were already logged')
        }
      }
    }))

  // Groups with params, names or writers lock those first and hardly meet afterwards, so groups without are tried, too.
  test.each(['points and tags', 'everything'])(
    'never wait for each other in a circle, whoever writes %s of the same runs',
    { timeout: 400_000 },
    (what) =>
      withServers(postgres, 2, async (servers, url) => {
        const runs = await Promise.all(Array.from({ length: 3 }, () => createRun(servers[0])))
        const write = async (caller: number) => {
          const random = createRandom(caller)
          const server = servers[caller % 2] as Store
          for (let round = 0; round < 20; round++) {
            const runId = runs[random.below(runs.length)] as string
            const keys = Array.from({ length: 99 }, () => random.below(150))
            const metrics = keys.map((key) => point(`m${key}`, round, caller))
            const tags = keys.map((key) => ({ key: `t${key}`, value: `${caller}` }))
            await ask(server, 'logBatch', { run_id: runId, metrics, tags })
            if (what === 'points and tags') continue
            const params = [...new Set(keys)].map((name) => ({ key: `p${name}`, value: 'same' }))
            const renamed = [...tags, { key: 'mlflow.runName', value: `${caller}` }]
            await ask(server, 'logBatch', { run_id: runId, params, tags: renamed }, { idempotencyKey: `writer-${caller % 4}:${round}` })
            if (round % 5 === caller % 5) await ask(server, 'updateRun', { run_id: runId, run_name: `named ${caller}`, status: 'RUNNING' })
            if (round % 8 === caller % 8) await createRun(server, { tags })
          }
        }
        await Promise.all(Array.from({ length: 24 }, (_, caller) => write(caller)))
        expect(await countDeadlocks(url)).toBe(0)
      }),
  )

  test('seal the same run beside each other, and readers see nothing of it', { timeout: 400_000 }, () =>
    withServers(postgres, 2, async ([one, two], url) => {
      const runId = await createRun(one)
      let logged: number[] = []
      for (let round = 0; round < 24; round++) {
        const steps = Array.from({ length: 1_600 }, (_, index) => ((round * 1_600 + index) * 7919) % 38_400)
        logged = [...logged, ...steps].toSorted((a, b) => a - b)
        const batches = [one, two].map((server, half) => {
          const metrics = steps.slice(half * 800, half * 800 + 800).map((step) => point('m', step, step / 3))
          return ask(server, 'logBatch', { run_id: runId, metrics })
        })
        await Promise.all(batches)
        if (round % 8 === 7) await Promise.all([one, two].map((server) => ask(server, 'updateRun', { run_id: runId, status: 'FINISHED' })))
        const expected = logged.map((step) => ({ step, timestamp: step, value: step / 3 }))
        const histories = await Promise.all([one, two].map((server) => historyOf(server, runId, 'm')))
        expect(histories).toEqual([expected, expected])
      }
      await expect.poll(async () => (await two.statistics()).journalRows, { timeout: 60_000 }).toBe(0)
      expect(await readNumber(url, 'select sum(point_count) from blocks')).toBe(38_400)
    }),
  )

  test('delete for good what is being sealed or written elsewhere, and leave nothing of it', { timeout: 400_000 }, () =>
    withServers(postgres, 2, async ([one, two]) => {
      for (let round = 0; round < 5; round++) {
        const runs = await Promise.all(Array.from({ length: 6 }, () => createRun(one)))
        const writing = runs.map(async (runId) => {
          for (let step = 0; step < 8; step++) {
            const metrics = Array.from({ length: 1_000 }, (_, index) => point('m', step * 1_000 + index, index))
            // Refused from the moment on at which the run is deleted.
            await ask(two, 'logBatch', { run_id: runId, metrics }).catch((error) =>
              expect(['INVALID_PARAMETER_VALUE', 'RESOURCE_DOES_NOT_EXIST']).toContain(error.code),
            )
          }
        })
        for (const runId of runs) {
          await ask(one, 'updateRun', { run_id: runId, status: 'FINISHED' })
          await ask(one, 'deleteRun', { run_id: runId })
          await one.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => {} })
        }
        await Promise.all(writing)
      }
      await one.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => {} })
      expect((await one.statistics()).runs).toBe(0)
    }),
  )

  test('hear of what happens on another one', () =>
    withServers(postgres, 2, async ([one, two]) => {
      let woken = 0
      two.onChange(() => (woken += 1))
      const { position } = await two.changesAfter(undefined, 10)
      await expect
        .poll(async () => {
          await createRun(one)
          return woken
        })
        .toBeGreaterThan(0)
      await expect.poll(async () => (await two.changesAfter(position, 10)).changes[0]?.kind).toBe('run-created')
    }))
})

/** As PostgreSQL counts them. */
async function countDeadlocks(url: string): Promise<number> {
  return readNumber(url, 'select deadlocks from pg_stat_database, pg_stat_force_next_flush() where datname = current_database()')
}

async function readNumber(url: string, statement: string): Promise<number> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query<unknown[]>({ text: statement, rowMode: 'array' })
    return Number(rows[0]?.[0])
  } finally {
    await client.end()
  }
}
