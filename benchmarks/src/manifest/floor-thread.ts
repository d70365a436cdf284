// Hashes bytes in memory: the most that one core can.
import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'

/** What a thread of the floor is started with. */
export interface FloorOptions {
  readonly algorithms: readonly string[]
  /** Of one file; a multiple of `piece`. */
  readonly size: number
  readonly piece: number
}

const { algorithms, size, piece } = workerData as FloorOptions
const buffer = Buffer.alloc(piece, 7)

parentPort?.on('message', (files: number) => {
  for (let file = 0; file < files; file++) {
    const hashes = algorithms.map((algorithm) => createHash(algorithm))
    for (let done = 0; done < size; done += piece) for (const hash of hashes) hash.update(buffer)
    for (const hash of hashes) hash.digest()
  }
  parentPort?.postMessage(files)
})
parentPort?.postMessage(0)
