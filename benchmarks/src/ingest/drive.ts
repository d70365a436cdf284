import type { OperationName } from '@reprise/protocol'
import type { Workload } from './workloads.ts'

/** What can be driven: a store, or the floor. */
export interface Target {
  call(name: OperationName, request: Uint8Array): Promise<Uint8Array>
}

export interface Measured {
  readonly calls: number
  readonly callsPerSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** Of the whole process, the making of the bodies included. */
  readonly cpuMicroseconds: number
}

/** Bodies of batches are made before the clock runs, this many per caller and second; whoever has sent them all stops. */
const BATCHES_PER_SECOND = 100

/** Lets every caller of a workload call as fast as it is answered. */
export async function drive(target: Target, workload: Workload, seconds: number): Promise<Measured> {
  const runs = await Promise.all(Array.from({ length: workload.runs ?? workload.callers }, () => createRun(target)))
  const runIds = Array.from({ length: workload.callers }, (_, caller) => runs[caller % runs.length] ?? '')
  const isBatch = workload.pointsPerCall > 1
  const most = isBatch ? seconds * BATCHES_PER_SECOND : Infinity
  const bodies = runIds.map((runId) => Array.from({ length: isBatch ? most : 0 }, (_, index) => Buffer.from(workload.body(runId, index))))
  const latencies: number[] = []
  const cpu = process.cpuUsage()
  const start = performance.now()
  const end = start + seconds * 1000
  await Promise.all(
    bodies.map(async (own, caller) => {
      for (let index = 0; index < most && performance.now() < end; index++) {
        const body = own[index] ?? Buffer.from(workload.body(runIds[caller] ?? '', index))
        const called = performance.now()
        await target.call(workload.operation, body)
        latencies.push(performance.now() - called)
      }
    }),
  )
  const elapsed = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  latencies.sort((a, b) => a - b)
  const quantile = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0
  return {
    calls: latencies.length,
    callsPerSecond: (latencies.length / elapsed) * 1000,
    p50: quantile(0.5),
    p99: quantile(0.99),
    cpuMicroseconds: (user + system) / latencies.length,
  }
}

async function createRun(target: Target): Promise<string> {
  const answer = JSON.parse(new TextDecoder().decode(await target.call('createRun', new TextEncoder().encode('{"experiment_id":"0"}'))))
  return answer.run?.info.run_id ?? 'none'
}
