import { createRun, repeatInParallel } from '../load/api.ts'
import { runClosedLoop } from '../load/closed-loop.ts'
import { watchCpu } from '../load/cpu-watch.ts'
import type { Measured } from '../load/measured.ts'
import { runOpenLoop } from '../load/open-loop.ts'
import type { Figures } from '../report/figures.ts'
import type { Server } from '../servers/start.ts'
import { readStoreFigures } from '../servers/store-figures.ts'
import type { Subject } from '../servers/subjects.ts'
import type { Workload } from './workloads.ts'

/** Connections over which requests arrive in an open loop: enough that one is always free while the server keeps up. */
const OPEN_CONNECTIONS = 128

/** One round of a closed loop: what a subject takes at most. */
export async function measureWrites(
  subject: Subject,
  workload: Workload,
  { seconds, warmUp }: { readonly seconds: number; readonly warmUp: number },
): Promise<Figures> {
  await using server = await subject.start()
  const clients = await createClients(server, subject, { workload, count: workload.clients })
  await runClosedLoop({ url: server.url, clients, seconds: warmUp })
  const before = await readStoreFigures(server.url)
  const cpu = server.cpuSeconds()
  const written = server.writtenBytes()
  const stop = watchCpu(server)
  const measured = await runClosedLoop({ url: server.url, clients, seconds })
  const cores = stop()
  const cpuPerRequest = ((server.cpuSeconds() - cpu) * 1_000) / measured.requests
  const kilobytesPerRequest = (server.writtenBytes() - written) / 1_000 / measured.requests
  assertAllAnswered(subject, measured)
  const after = await readStoreFigures(server.url)
  return {
    rate: measured.perSecond * workload.unitsPerRequest,
    p50: measured.p50,
    p99: measured.p99,
    cpu: cpuPerRequest,
    written: kilobytesPerRequest,
    memory: server.memory().pss,
    ...cores,
    ...(before === undefined || after === undefined
      ? {}
      : { writesPerCommit: (after.writes - before.writes) / (after.commits - before.commits), journalRows: after.journalRows }),
  }
}

/** One round of an open loop: latencies at a rate that a subject can keep up with. */
export async function measureArrivals(
  subject: Subject,
  workload: Workload,
  { seconds, rate }: { readonly seconds: number; readonly rate: number },
): Promise<Figures> {
  await using server = await subject.start()
  const clients = await createClients(server, subject, { workload, count: Math.min(OPEN_CONNECTIONS, workload.clients * 4) })
  await runOpenLoop({ url: server.url, clients, seconds: 1, rate: rate / 2 })
  const stop = watchCpu(server)
  const measured = await runOpenLoop({ url: server.url, clients, seconds, rate })
  const cores = stop()
  assertAllAnswered(subject, measured)
  const { p50, p99, perSecond, driverLateP99: driverLate } = measured
  return { rate: perSecond * workload.unitsPerRequest, p50, p99, driverLate, ...cores }
}

export async function createClients(
  server: Server,
  { keepsRuns, slowness }: Subject,
  { workload, count }: { readonly workload: Workload; readonly count: number },
): Promise<(() => Buffer)[]> {
  const each = Math.ceil(workload.runsPerClient / slowness)
  const runIds = keepsRuns
    ? await repeatInParallel(server.url, each * count, (connection, index) => createRun(server.url, connection, '0', 1_000 + index))
    : Array.from({ length: each * count }, (_, index) => index.toString(16).padStart(32, '0'))
  return Array.from({ length: count }, (_, client) => workload.createRequests(server.url, runIds.slice(client * each, (client + 1) * each)))
}

function assertAllAnswered({ name }: Subject, { failures, requests }: Measured): void {
  if (failures > 0) throw new Error(`${name}: ${failures} of ${requests} requests failed`)
}
