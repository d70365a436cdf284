import { openConnection } from './connection.ts'

/** Clients that each send their next request when the last one was answered. Stalls hide in it: quote throughput. */
export interface ClosedLoop {
  readonly url: URL
  readonly clients: number
  readonly seconds: number
  /** The bytes of a client's n-th request. */
  readonly request: (client: number, n: number) => Buffer
}

/** What a load measured. Latencies in milliseconds. */
export interface Measured {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly requests: number
  /** Answers that were not 200; a benchmark with any measured something else. */
  readonly failures: number
}

export async function runClosedLoop({ url, clients, seconds, request }: ClosedLoop): Promise<Measured> {
  const connections = await Promise.all(Array.from({ length: clients }, () => openConnection(url)))
  const latencies: number[] = []
  let failures = 0
  const started = performance.now()
  const end = started + seconds * 1_000
  await Promise.all(
    connections.map(async (connection, client) => {
      for (let n = 0; performance.now() < end; n++) {
        const bytes = request(client, n)
        const sent = performance.now()
        const answer = await connection.send(bytes)
        latencies.push(performance.now() - sent)
        if (answer.status !== 200) failures++
      }
    }),
  )
  const elapsed = (performance.now() - started) / 1_000
  for (const connection of connections) connection.close()
  latencies.sort((a, b) => a - b)
  const at = (fraction: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * fraction))] ?? Number.NaN
  return { perSecond: latencies.length / elapsed, p50: at(0.5), p99: at(0.99), requests: latencies.length, failures }
}
