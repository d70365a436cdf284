import { openConnection } from './connection.ts'
import { type Measured, quantileOf } from './measured.ts'

/** Requests that arrive at a fixed rate, whatever the server does. */
export interface OpenLoop {
  readonly url: URL
  readonly seconds: number
  /** Requests per second. */
  readonly rate: number
  /** One per connection: a request waits for a free one. */
  readonly clients: readonly (() => Buffer)[]
}

export interface OpenMeasured extends Measured {
  /** How late the driver itself took up 99 of 100 requests, in milliseconds: part of every latency. */
  readonly driverLateP99: number
}

/** Latencies count from the time at which a request should have been sent, so a stall counts for all that it kept waiting. */
export async function runOpenLoop({ url, clients, rate, seconds }: OpenLoop): Promise<OpenMeasured> {
  const free = await Promise.all(clients.map(async (next) => ({ next, ...(await openConnection(url)) })))
  const all = [...free]
  const count = Math.max(1, Math.round(rate * seconds))
  const latencies = new Float64Array(count)
  const lateness = new Float64Array(count)
  const waiting: number[] = []
  let failures = 0
  let answered = 0
  let due = 0
  const started = performance.now()
  const intended = (index: number): number => started + (index / rate) * 1_000

  async function send(index: number): Promise<void> {
    const connection = free.pop()
    if (connection === undefined) return void waiting.push(index)
    for (let next: number | undefined = index; next !== undefined; next = waiting.shift()) {
      const answer = await connection.send(connection.next())
      latencies[next] = performance.now() - intended(next)
      if (answer.status !== 200) failures++
      answered++
    }
    free.push(connection)
  }

  const sending: Promise<void>[] = []
  await new Promise<void>((resolve) => {
    const tick = (): void => {
      for (; due < count && intended(due) <= performance.now(); due++) {
        lateness[due] = performance.now() - intended(due)
        sending.push(send(due))
      }
      if (due === count) resolve()
      else setTimeout(tick, Math.max(0, intended(due) - performance.now()))
    }
    tick()
  })
  await Promise.all(sending)
  const elapsed = (performance.now() - started) / 1_000
  for (const connection of all) connection.close()
  latencies.sort()
  lateness.sort()
  const p99 = quantileOf(latencies, 0.99)
  return {
    perSecond: answered / elapsed,
    p50: quantileOf(latencies, 0.5),
    p99,
    requests: count,
    failures,
    driverLateP99: quantileOf(lateness, 0.99),
  }
}
