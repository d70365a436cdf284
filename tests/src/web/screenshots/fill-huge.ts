import { type Client, createClient } from '@reprise/client'
import type { Places } from './shots.ts'

const RUNS = 10_000
const PARAMS = 30
const METRICS = 30
const KEYS = 22_000
/** Metrics of one request, at most as many as a batch may have. */
const BATCH = 1_000
const START = Date.UTC(2026, 0, 1)

/** A server that has been in use for a year: a table of 10,000 runs with 60 columns, and a run with 22,000 metrics. */
export async function fillHuge(url: string): Promise<Places> {
  const client = createClient({ url })
  const table = (await client.createExperiment({ name: 'ranking sweeps' })).experiment_id
  await eachOf(RUNS, 32, (index) => logOne(client, table, index))
  const wide = await logWide(client)
  return { table, wide }
}

async function logOne(client: Client, experiment: string, index: number): Promise<void> {
  const start = START + index * 600_000
  const { run } = await client.createRun({
    experiment_id: experiment,
    run_name: `sweep-${String(index).padStart(5, '0')}`,
    start_time: start,
  })
  const run_id = run.info.run_id
  const random = randomFrom(index + 1)
  const rate = 10 ** (-4 + 3 * random())
  const layers = 1 + Math.floor(random() * 8)
  const params = Array.from({ length: PARAMS }, (_, at) => ({
    key: `option_${String(at).padStart(2, '0')}`,
    value: String(Math.floor(random() * 9)),
  }))
  params.push({ key: 'learning_rate', value: rate.toPrecision(3) }, { key: 'layers', value: String(layers) })
  const best = 0.9 - 0.1 * Math.abs(Math.log10(rate) + 2.5) + 0.01 * layers + 0.02 * random()
  const metrics = Array.from({ length: METRICS }, (_, at) => ({
    key: at === 0 ? 'accuracy' : `part_${String(at).padStart(2, '0')}/score`,
    value: at === 0 ? best : best * (0.6 + 0.4 * random()),
    step: 0,
    timestamp: start,
  }))
  await client.logBatch({ run_id, params, metrics })
  await client.updateRun({
    run_id,
    status: index % 97 === 0 ? 'FAILED' : 'FINISHED',
    end_time: start + 60_000 + Math.floor(random() * 500_000),
  })
}

async function logWide(client: Client): Promise<string> {
  const experiment = (await client.createExperiment({ name: 'every layer watched' })).experiment_id
  const { run } = await client.createRun({ experiment_id: experiment, run_name: 'watched', start_time: START })
  const random = randomFrom(5)
  for (let step = 0; step < 5; step++) {
    const points = Array.from({ length: KEYS }, (_, at) => ({
      key: `layer_${String(Math.floor(at / 220)).padStart(2, '0')}/unit_${String(at % 220).padStart(3, '0')}/norm`,
      value: Math.exp(-step / 3) + 0.1 * random(),
      step,
      timestamp: START + step * 1_000,
    }))
    for (let at = 0; at < points.length; at += BATCH)
      await client.logBatch({ run_id: run.info.run_id, metrics: points.slice(at, at + BATCH) })
  }
  await client.updateRun({ run_id: run.info.run_id, status: 'FINISHED', end_time: START + 5_000 })
  return run.info.run_id
}

/** Calls for 0 to `count` - 1, `atOnce` of them under way at a time. */
async function eachOf(count: number, atOnce: number, call: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  const work = async () => {
    while (next < count) await call(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}

/** Numbers from 0 to 1, the same for the same seed (Park and Miller's generator). */
function randomFrom(seed: number): () => number {
  let state = (seed * 48_271) % 2_147_483_647
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647
}
