import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@reprise/client'
import {
  createTemporaryFolder,
  findPostgres,
  requirePart,
  startPostgres,
  startRepriseServer,
  type RunningRepriseServer,
} from '@reprise/testing'
import { describe, expect, it } from 'vitest'
import { keepWriting, openWriter, type Writer } from './writer.ts'

const WRITERS = 32
const ROUNDS = 20
const SHORTEST = 50
const LONGEST = 600
const postgres = requirePart('PostgreSQL', findPostgres())

describe('kill -9 of the server under 32 writers, 20 times', () => {
  it('loses no acknowledged point and doubles none on SQLite', { timeout: 240_000 }, async () => {
    await using folder = await createTemporaryFolder('crash')
    await survive({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  })

  it.skipIf(postgres.missing)(
    `loses no acknowledged point and doubles none on PostgreSQL${postgres.note}`,
    { timeout: 240_000 },
    async () => {
      await using folder = await createTemporaryFolder('crash')
      await using database = await startPostgres({ durable: true })
      const url = await database.createDatabase()
      await survive({ store: url, artifacts: join(folder.path, 'artifacts') }, async (round) => {
        if (round % 5 !== 4) return
        await database.kill9()
        await database.restart()
      })
    },
  )
})

interface Place {
  readonly store: string
  readonly artifacts: string
}

async function survive(place: Place, alsoKill: (round: number) => Promise<void> = async () => undefined): Promise<void> {
  const random = createRandom(process.env['CRASH_SEED'])
  let server: RunningRepriseServer = await startRepriseServer(place)
  let over = false
  const campaign = { url: () => server.url, isOver: () => over }
  const { experiment_id: experimentId } = await createClient({ url: server.url }).createExperiment({ name: 'crash' })
  const writers = await Promise.all(Array.from({ length: WRITERS }, (_, index) => openWriter(`writer-${index}`, experimentId, campaign)))
  const writing = Promise.all(writers.map((writer) => keepWriting(writer, experimentId, campaign)))
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await sleep(SHORTEST + random() * (LONGEST - SHORTEST))
      await server.kill9()
      await alsoKill(round)
      server = await startRepriseServer(place)
    }
    await sleep(LONGEST)
    over = true
    await writing
    await assertNothingLostOrDoubled(server.url, experimentId, writers)
  } finally {
    over = true
    await server.stop()
  }
  const again = await startRepriseServer(place)
  await assertNothingLostOrDoubled(again.url, experimentId, writers)
  await again.stop()
}

async function assertNothingLostOrDoubled(url: string, experimentId: string, writers: readonly Writer[]): Promise<void> {
  const client = createClient({ url })
  for (const writer of writers) {
    const { metrics } = await client.getMetricHistory({ run_id: writer.runId, metric_key: 'value' })
    expect(metrics.map(({ step, value }) => [Number(step), value])).toEqual(writer.acknowledged.map((step) => [step, step * 0.5]))
    const { run } = await client.getRun({ run_id: writer.runId })
    expect(run.data?.metrics).toMatchObject([
      { key: 'value', step: writer.acknowledged.at(-1), value: (writer.acknowledged.at(-1) ?? 0) * 0.5 },
    ])
    const batches = writer.acknowledged.length / 5
    expect(run.data?.params).toHaveLength(batches)
  }
  const { runs } = await client.searchRuns({ experiment_ids: [experimentId], max_results: 50_000, fields: ['tags.mlflow.runName'] })
  expect(runs.map(({ info }) => info.run_id).toSorted()).toEqual(writers.flatMap(({ created }) => created).toSorted())
  expect(writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)).toBeGreaterThan(1_000)
}

/** Moments that can be had again: the seed is printed. */
function createRandom(given: string | undefined): () => number {
  let state = Number(given ?? Math.floor(Math.random() * 2 ** 31))
  process.stdout.write(`crash test: CRASH_SEED=${state}\n`)
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
