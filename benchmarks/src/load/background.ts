import { Worker } from 'node:worker_threads'

/** Something that goes on beside a load, in a thread of its own so that the driver's turns are not longer for it. */
export interface Background {
  /** Ends it; answers how often it was done to the end. */
  stop(): Promise<number>
}

/** One client that sends the same requests over and over, each when the last one was answered. */
export function startAsking(url: URL, requests: readonly Buffer[]): Background {
  return startThread({ address: url.href, requests: requests.map((request) => request.toString('latin1')) })
}

/** A loop that takes a core and asks for nothing: what any neighbour costs that uses the CPU. */
export function startBurning(): Background {
  return startThread({ address: undefined, requests: [] })
}

/** What the thread is given. */
export interface BackgroundWork {
  /** Of the server to ask; undefined to burn CPU. */
  readonly address: string | undefined
  readonly requests: readonly string[]
}

function startThread(workerData: BackgroundWork): Background {
  const rounds = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(new URL('./background-thread.ts', import.meta.url), { workerData: { ...workerData, rounds } })
  let failure: unknown
  worker.on('error', (error) => (failure = error))
  return {
    async stop() {
      await worker.terminate()
      if (failure !== undefined) throw new Error('what went on beside the load failed', { cause: failure })
      return Atomics.load(rounds, 0)
    },
  }
}
