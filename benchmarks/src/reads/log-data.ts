import { createExperiment, createRun, post, repeatInParallel } from '../load/api.ts'
import { openConnection } from '../load/connection.ts'
import { createPatchedRequests } from '../load/patched-request.ts'

const BATCH = 1_000
const START = 1_700_000_000_000
export const WIDE_KEYS = 5_000

/** Runs of 20 params, 10 metrics and 5 tags each, in an experiment of their own; its id. */
export async function logRuns(url: URL, count: number): Promise<string> {
  const experiment = await createExperiment(url, 'many')
  await repeatInParallel(url, count, async (connection, index) => {
    const run = await createRun(url, connection, experiment, START + index)
    const metrics = listOf(10, (key) => ({ key: `m${key}`, value: Math.random(), timestamp: START + index, step: 0 }))
    const params = listOf(20, (key) => ({ key: `p${key}`, value: String((index * 7 + key) % 10) }))
    const tags = listOf(5, (key) => ({ key: `t${key}`, value: `value ${index % 100}` }))
    await post(url, connection, ['/runs/log-batch', { run_id: run, metrics, params, tags }])
  })
  return experiment
}

/** One run with one series `loss`, logged by one client in batches of 1,000; and how many points per second that were. */
export async function logSeries(url: URL, points: number): Promise<{ readonly run: string; readonly perSecond: number }> {
  using connection = await openConnection(url)
  const run = await createRun(url, connection)
  const metrics = listOf(BATCH, (index) => {
    const step = String(index).padStart(3, '0')
    return `{"key":"loss","value":${Math.random()},"timestamp":17000#####${step},"step":1#####${step}}`
  })
  const next = createPatchedRequests(url, '/api/2.0/mlflow/runs/log-batch', `{"run_id":"${run}","metrics":[${metrics.join(',')}]}`)
  const started = performance.now()
  for (let logged = 0; logged < points; logged += BATCH) {
    const { status, body } = await connection.send(next())
    if (status !== 200) throw new Error(`log-batch answered ${status}: ${body.toString('utf8').slice(0, 300)}`)
  }
  return { run, perSecond: points / ((performance.now() - started) / 1_000) }
}

/** Runs of 5,000 metrics with one point each, in an experiment of their own; its id. */
export async function logWideRuns(url: URL, count: number): Promise<string> {
  const experiment = await createExperiment(url, 'wide')
  await repeatInParallel(url, count, async (connection, index) => {
    const run = await createRun(url, connection, experiment, START + index)
    for (let start = 0; start < WIDE_KEYS; start += BATCH) {
      const metrics = listOf(BATCH, (key) => ({ key: `w/${start + key}`, value: Math.random(), timestamp: START, step: 0 }))
      await post(url, connection, ['/runs/log-batch', { run_id: run, metrics }])
    }
  })
  return experiment
}

function listOf<Item>(length: number, make: (index: number) => Item): Item[] {
  return Array.from({ length }, (_, index) => make(index))
}
