// Latency of reads over HTTP, one client, on data that is logged first; medians of many calls.
//   node --conditions=@reprise/source benchmarks/src/reads.ts [--store postgresql://…] [--runs 5000] [--points 100000] [--url http://… (another server)]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Connection, getRequest, openConnection, postRequest } from './load/connection.ts'
import { startServer } from './servers/start.ts'

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    url: { type: 'string' },
    runs: { type: 'string', default: '5000' },
    points: { type: 'string', default: '100000' },
    wide: { type: 'string', default: '20' },
    calls: { type: 'string', default: '31' },
  },
})
const root = join(fileURLToPath(import.meta.url), '../../..')
const folder = mkdtempSync(join(tmpdir(), 'reprise-benchmark-'))
const WRITERS = 8
const API = '/api/2.0/mlflow'

const server = values.url === undefined ? await startOwn() : undefined
const url = server?.url ?? new URL(values.url ?? '')
try {
  const experiment = await logRuns(Number(values.runs))
  const series = await logSeries(Number(values.points))
  const wide = await logWide(Number(values.wide))
  await measureSearches(experiment)
  await measureSeries(series)
  await measureWide(wide)
  if (server !== undefined) print('memory', `${server.memoryMegabytes().toFixed(0)} MB`)
} finally {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}

function startOwn() {
  const store = values.store ?? join(folder, 'runs.db')
  return startServer(join(root, 'apps/cli/src/main.ts'), ['server', '--port', '0', '--store', store, '--artifacts', join(folder, 'artifacts')])
}

async function measureSearches(experiment: string): Promise<void> {
  const filter = "metrics.m0 > 0.5 and params.p1 = '3'"
  const search = (body: object) => postRequest(url, `${API}/runs/search`, JSON.stringify({ experiment_ids: [experiment], max_results: 100, ...body }))
  await measure('search, filter and order, full page of 100', search({ filter, order_by: ['metrics.m0 DESC'] }))
  await measure('the same, projected to 2 fields', search({ filter, order_by: ['metrics.m0 DESC'], fields: ['metrics.m0', 'params.p1'] }))
  await measure('search, no filter, page of 100', search({}))
  await measure('search that finds nothing', search({ filter: "params.p1 = 'nothing'" }))
  await measure('search that finds nothing by metric', search({ filter: 'metrics.m1 > 2' }))
}

async function measureSeries(run: string): Promise<void> {
  const history = `${API}/metrics/get-history?run_id=${run}&metric_key=loss`
  await measure('history of the long series, whole', getRequest(url, history), 7)
  await measure('bulk interval, 320 points', getRequest(url, `${API}/metrics/get-history-bulk-interval?run_ids=${run}&metric_key=loss&max_results=320`))
  if (server !== undefined) await measure('1,000 exact buckets', getRequest(url, `/api/reprise/1/series/buckets?run_ids=${run}&metric_key=loss&width=1000`))
}

async function measureWide(experiment: string): Promise<void> {
  const page = (body: object) => postRequest(url, `${API}/runs/search`, JSON.stringify({ experiment_ids: [experiment], max_results: 20, ...body }))
  await measure(`${values.wide} runs of 5,000 metrics, whole`, page({}), 7)
  await measure('the same, projected to 1 metric', page({ fields: ['metrics.w/0'] }))
}

async function measure(what: string, request: Buffer, calls = Number(values.calls)): Promise<void> {
  const connection = await openConnection(url)
  const times: number[] = []
  let bytes = 0
  for (let call = -2; call < calls; call++) {
    const started = performance.now()
    const { status, body } = await connection.send(request)
    if (status !== 200) throw new Error(`${what}: ${status} ${body.toString('utf8').slice(0, 300)}`)
    bytes = body.length
    if (call >= 0) times.push(performance.now() - started)
  }
  connection.close()
  times.sort((a, b) => a - b)
  const at = (fraction: number): string => (times[Math.floor((times.length - 1) * fraction)] ?? 0).toFixed(2)
  print(what, `p50 ${at(0.5)} ms  max ${at(1)} ms  ${(bytes / 1_000).toFixed(0)} kB`)
}

function print(what: string, figures: string): void {
  process.stdout.write(`${what.padEnd(46)} ${figures}\n`)
}

async function logRuns(count: number): Promise<string> {
  const experiment = await createExperiment('many')
  await inParallel(count, async (connection, index) => {
    const run = await createRun(connection, experiment, index)
    const metrics = Array.from({ length: 10 }, (_, key) => ({ key: `m${key}`, value: Math.random(), timestamp: 1_000 + index, step: 0 }))
    const params = Array.from({ length: 20 }, (_, key) => ({ key: `p${key}`, value: String((index * 7 + key) % 10) }))
    const tags = Array.from({ length: 5 }, (_, key) => ({ key: `t${key}`, value: `value ${index % 100}` }))
    await post(connection, '/runs/log-batch', { run_id: run, metrics, params, tags })
  })
  return experiment
}

async function logSeries(points: number): Promise<string> {
  const connection = await openConnection(url)
  const run = await createRun(connection, '0', 0)
  const started = performance.now()
  for (let start = 0; start < points; start += 1_000) {
    const metrics = Array.from({ length: 1_000 }, (_, index) => ({ key: 'loss', value: Math.random(), timestamp: 1_700_000_000_000 + start + index, step: start + index }))
    await post(connection, '/runs/log-batch', { run_id: run, metrics })
  }
  connection.close()
  print(`one series of ${points} points, written`, `${Math.round(points / ((performance.now() - started) / 1_000))} points/s`)
  return run
}

async function logWide(count: number): Promise<string> {
  const experiment = await createExperiment('wide')
  await inParallel(count, async (connection, index) => {
    const run = await createRun(connection, experiment, index)
    for (let start = 0; start < 5_000; start += 1_000) {
      const metrics = Array.from({ length: 1_000 }, (_, key) => ({ key: `w/${start + key}`, value: Math.random(), timestamp: 1_000, step: 0 }))
      await post(connection, '/runs/log-batch', { run_id: run, metrics })
    }
  })
  return experiment
}

async function inParallel(count: number, one: (connection: Connection, index: number) => Promise<void>): Promise<void> {
  let next = 0
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      const connection = await openConnection(url)
      while (next < count) await one(connection, next++)
      connection.close()
    }),
  )
}

async function createExperiment(name: string): Promise<string> {
  const connection = await openConnection(url)
  const answer = (await post(connection, '/experiments/create', { name: `${name} ${Date.now()}` })) as { experiment_id: string }
  connection.close()
  return answer.experiment_id
}

async function createRun(connection: Connection, experiment: string, index: number): Promise<string> {
  const answer = (await post(connection, '/runs/create', { experiment_id: experiment, start_time: 1_000 + index })) as { run: { info: { run_id: string } } }
  return answer.run.info.run_id
}

async function post(connection: Connection, path: string, body: object): Promise<unknown> {
  const answer = await connection.send(postRequest(url, API + path, JSON.stringify(body)))
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 300)}`)
  return JSON.parse(answer.body.toString('utf8'))
}
