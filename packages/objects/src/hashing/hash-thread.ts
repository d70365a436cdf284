import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { HashAlgorithm } from './algorithms.ts'
import { type Batch, type HashedBatch, hashBatch } from './batch.ts'
import { HashControl, Stopped } from './control.ts'
import { READ_BYTES } from './hash-file.ts'

/** What a thread is started with. */
export interface HashThreadOptions {
  readonly algorithms: readonly HashAlgorithm[]
  readonly control: SharedArrayBuffer
}

const { algorithms, control } = workerData as HashThreadOptions
const port = parentPort as MessagePort
const shared = new HashControl(control)
const tools = { algorithms, buffer: Buffer.allocUnsafeSlow(READ_BYTES), onBytes: (bytes: number) => shared.count(bytes) }

port.on('message', (batch: Batch) => {
  try {
    send(hashBatch(batch, tools))
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
})

function send(hashed: HashedBatch): void {
  port.postMessage(hashed, [hashed.kinds.buffer, hashed.digests.buffer, hashed.states.buffer])
}
