import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@reprise/client'
import { openStore } from '@reprise/storage'
import {
  createTemporaryFolder,
  findPostgres,
  requirePart,
  startPostgres,
  startRepriseServer,
  type RunningRepriseServer,
} from '@reprise/testing'
import { describe, expect, it } from 'vitest'
import { keepMoving } from './mover.ts'
import { keepWriting, openWriter, type Writer } from './writer.ts'

const WRITERS = 32
const ROUNDS = 20
/** Writers whose runs are moved between experiments all the time. */
const MOVED = 4
const SHORTEST = 50
const LONGEST = 600
/** Points that have to be acknowledged for the test to say something. */
const ENOUGH = 1_000
const postgres = requirePart('PostgreSQL', findPostgres())

describe('kill -9 of the server under 32 writers, 20 times', () => {
  it('loses no acknowledged point and doubles none on SQLite', { timeout: 600_000 }, async () => {
    await using folder = await createTemporaryFolder('crash')
    await survive({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  })

  it.skipIf(postgres.missing)(
    `loses no acknowledged point and doubles none on PostgreSQL${postgres.note}`,
    { timeout: 600_000 },
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
  const [experimentId, abroad] = await Promise.all(
    ['crash', 'abroad'].map(async (name) => (await createClient({ url: server.url }).createExperiment({ name })).experiment_id),
  )
  if (experimentId === undefined || abroad === undefined) throw new Error('no experiment was made')
  const writers = await Promise.all(Array.from({ length: WRITERS }, (_, index) => openWriter(`writer-${index}`, experimentId, campaign)))
  const writing = Promise.all(writers.map((writer) => keepWriting(writer, experimentId, campaign)))
  const moved = writers.slice(0, MOVED).map(({ runId }) => runId)
  const moving = keepMoving(moved, [experimentId, abroad], campaign)
  try {
    for (let round = 0; round < ROUNDS; round++) {
      await sleep(SHORTEST + random() * (LONGEST - SHORTEST))
      await server.kill9()
      await alsoKill(round)
      server = await startRepriseServer(place)
    }
    await sleep(LONGEST)
    // A slow machine has its time for what is asserted about.
    while (countAcknowledged(writers) <= ENOUGH) await sleep(SHORTEST)
    over = true
    await writing
    expect(await moving).toBeGreaterThan(2)
    await assertNothingLostOrDoubled(server.url, experimentId, writers)
  } finally {
    over = true
    await server.stop()
  }
  const again = await startRepriseServer(place)
  await assertNothingLostOrDoubled(again.url, experimentId, writers)
  await again.stop()
  const store = await openStore(place.store, { artifactRoot: 'mlflow-artifacts:/' })
  const { problems } = await store.verify()
  await store.close()
  expect(problems).toEqual([])
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
  expect(countAcknowledged(writers)).toBeGreaterThan(ENOUGH)
}

function countAcknowledged(writers: readonly Writer[]): number {
  return writers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)
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
