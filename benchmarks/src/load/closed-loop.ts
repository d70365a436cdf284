import { openConnection } from './connection.ts'
import { type Measured, quantileOf } from './measured.ts'

/** Clients that each send their next request when the last one was answered. Stalls hide in it: quote throughput. */
export interface ClosedLoop {
  readonly url: URL
  readonly seconds: number
  /** One per client: makes the bytes of its next request, which stay as they are until the one after it. */
  readonly clients: readonly (() => Buffer)[]
}

export async function runClosedLoop({ url, clients, seconds }: ClosedLoop): Promise<Measured> {
  const connections = await Promise.all(clients.map(async (next) => ({ next, ...(await openConnection(url)) })))
  const latencies: number[] = []
  let failures = 0
  const started = performance.now()
  const end = started + seconds * 1_000
  await Promise.all(
    connections.map(async ({ next, send }) => {
      while (performance.now() < end) {
        const bytes = next()
        const sent = performance.now()
        const answer = await send(bytes)
        latencies.push(performance.now() - sent)
        if (answer.status !== 200) failures++
      }
    }),
  )
  const elapsed = (performance.now() - started) / 1_000
  for (const connection of connections) connection.close()
  const sorted = Float64Array.from(latencies).sort()
  const requests = sorted.length
  return { perSecond: requests / elapsed, p50: quantileOf(sorted, 0.5), p99: quantileOf(sorted, 0.99), requests, failures }
}
