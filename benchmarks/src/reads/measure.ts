import { openConnection } from '../load/connection.ts'
import { watchCpu } from '../load/cpu-watch.ts'
import { quantileOf } from '../load/measured.ts'
import type { Figures } from '../report/figures.ts'
import type { Server } from '../servers/start.ts'
import type { Read } from './workloads.ts'

const LONG_CALLS = 7
/** Enough for the compiler to have seen the code. */
const WARM_UP_CALLS = { short: 30, long: 3 }

/** Latency of one read, asked by one client again and again; until the last byte has arrived, which is not parsed. */
export async function measureRead(server: Server, { workload, request, isLong }: Read, calls: number): Promise<Figures> {
  using connection = await openConnection(server.url)
  const times: number[] = []
  let bytes = 0
  let stop = watchCpu(server)
  const [count, warmUp] = isLong === true ? [Math.min(LONG_CALLS, calls), WARM_UP_CALLS.long] : [calls, WARM_UP_CALLS.short]
  for (let call = -warmUp; call < count; call++) {
    if (call === 0) stop = watchCpu(server)
    const started = performance.now()
    const { status, body } = await connection.send(request)
    if (status !== 200) throw new Error(`${workload}: ${status} ${body.toString('utf8').slice(0, 300)}`)
    bytes = body.length
    if (call >= 0) times.push(performance.now() - started)
  }
  const { otherCores } = stop()
  const sorted = Float64Array.from(times).sort()
  return { p50: quantileOf(sorted, 0.5), p99: quantileOf(sorted, 0.99), kilobytes: bytes / 1_000, otherCores }
}
