// What writers keep of their rate beside one client that asks for expensive things: whole histories, and pages of 1,000 runs of
// 5,000 that match a filter. 32 clients log single metrics, alone and beside it in turn; medians.
//   node --conditions=@reprise/source benchmarks/src/interference.ts [--rounds 5] [--seconds 3] [--runs 5000] [--points 100000]
//     [--store postgres | postgresql://…] [--with-mlflow [--mlflow-store postgres]] [--url http://…] [--json FILE]
// Driver, server and searches share the cores of one machine, so the durable floor beside a thread that burns CPU is measured too: what
// it keeps is what sharing cores alone costs. The open loop, at half of the rate that was reached alone, has cores to spare.
import { parseArgs } from 'node:util'
import { type Background, startAsking, startBurning } from './load/background.ts'
import { runClosedLoop } from './load/closed-loop.ts'
import { getRequest } from './load/connection.ts'
import { watchCpu } from './load/cpu-watch.ts'
import { medianOf } from './load/measured.ts'
import { runOpenLoop } from './load/open-loop.ts'
import { logRuns, logSeries } from './reads/log-data.ts'
import { searchRequest } from './reads/workloads.ts'
import type { Figures } from './report/figures.ts'
import { runProgram } from './report/report.ts'
import type { Server } from './servers/start.ts'
import { type Subject, Subjects, subjectOptions } from './servers/subjects.ts'
import { createClients } from './writes/measure.ts'
import { workloads } from './writes/workloads.ts'

const { values } = parseArgs({
  options: {
    ...subjectOptions,
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '5000' },
    points: { type: 'string', default: '100000' },
    json: { type: 'string' },
  },
})
const writers = { ...workloads['log-metric'], clients: 32 }
const seconds = Number(values.seconds)
const SHARE_OF_RATE = 0.5

await runProgram('interference', values.json, async (record) => {
  await using subjects = new Subjects(values)
  for (const subject of subjects.all.filter(({ name }) => name !== 'floor')) {
    await using server = await subject.start()
    const startNeighbour = subject.keepsRuns ? await prepareQuestions(server) : () => startBurning()
    const clients = await createClients(server, subject, { workload: writers, count: writers.clients })
    await runClosedLoop({ url: server.url, clients, seconds: 1 })
    const alone: Figures[] = []
    const beside: Figures[] = []
    for (let round = 0; round < Number(values.rounds); round++) {
      alone.push(await measureRate(server, clients))
      beside.push(await besides(startNeighbour(), () => measureRate(server, clients)))
    }
    record('32 writers alone', subject.name, alone)
    record(
      '32 writers beside a neighbour',
      subject.name,
      beside.map((figures, round) => ({ ...figures, kept: share(figures, alone[round]) })),
    )
    await recordLatencies(server, subject, { clients, alone, startNeighbour })
  }

  async function recordLatencies(
    server: Server,
    { name }: Subject,
    { clients, alone, startNeighbour }: { clients: readonly (() => Buffer)[]; alone: readonly Figures[]; startNeighbour: () => Background },
  ): Promise<void> {
    const rate = medianOf(alone.map((figures) => figures.rate ?? 0)) * SHARE_OF_RATE
    record('half the rate alone, open loop', name, [await measureLatency(server, clients, rate)])
    record('half the rate beside a neighbour, open loop', name, [
      await besides(startNeighbour(), () => measureLatency(server, clients, rate)),
    ])
  }
})

/** Logs what is asked for afterwards. */
async function prepareQuestions({ url }: Server): Promise<() => Background> {
  const experiment = await logRuns(url, Number(values.runs))
  const { run } = await logSeries(url, Number(values.points))
  const search = {
    experiment_ids: [experiment],
    max_results: 1_000,
    filter: "metrics.m1 > 0.1 and params.p1 LIKE '%'",
    order_by: ['metrics.m0 DESC'],
  }
  const history = getRequest(url, `/api/2.0/mlflow/metrics/get-history?run_id=${run}&metric_key=loss`)
  return () => startAsking(url, [searchRequest(url, search), history])
}

/** Measures while something goes on, and says how often it was done in a second. */
async function besides(background: Background, measure: () => Promise<Figures>): Promise<Figures> {
  const started = performance.now()
  const figures = await measure().catch(async (error: unknown) => {
    await background.stop()
    throw error
  })
  const done = await background.stop()
  return { ...figures, neighbourRate: done / ((performance.now() - started) / 1_000) }
}

async function measureRate(server: Server, clients: readonly (() => Buffer)[]): Promise<Figures> {
  const stop = watchCpu(server)
  const { perSecond, p50, p99, failures } = await runClosedLoop({ url: server.url, clients, seconds })
  if (failures > 0) throw new Error(`${failures} requests failed`)
  return { rate: perSecond, p50, p99, ...stop() }
}

async function measureLatency(server: Server, clients: readonly (() => Buffer)[], rate: number): Promise<Figures> {
  const stop = watchCpu(server)
  const { perSecond, p50, p99, driverLateP99: driverLate } = await runOpenLoop({ url: server.url, clients, rate, seconds: seconds * 2 })
  return { rate: perSecond, p50, p99, driverLate, ...stop() }
}

function share(of: Figures, whole: Figures | undefined): number {
  return ((of.rate ?? Number.NaN) / (whole?.rate ?? Number.NaN)) * 100
}
