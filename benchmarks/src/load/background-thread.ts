import { workerData } from 'node:worker_threads'
import type { BackgroundWork } from './background.ts'
import { openConnection } from './connection.ts'

const { address, requests, rounds } = workerData as BackgroundWork & { readonly rounds: Int32Array }
if (address === undefined) for (;;) Atomics.add(rounds, 0, 1)

using connection = await openConnection(new URL(address))
for (;;) {
  for (const request of requests) {
    const { status, body } = await connection.send(Buffer.from(request, 'latin1'))
    if (status !== 200) throw new Error(`a request in the background was answered ${status}: ${body.toString('utf8').slice(0, 300)}`)
    Atomics.add(rounds, 0, 1)
  }
}
