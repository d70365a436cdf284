// Preloaded into a server: SIGUSR2 kills the thread that writes, as a crash in it would.
import { syncBuiltinESMExports } from 'node:module'
import threads from 'node:worker_threads'

if (threads.isMainThread) {
  threads.Worker = class extends threads.Worker {
    constructor(file, options) {
      super(file, options)
      if (options?.name === 'reprise-writer') process.on('SIGUSR2', () => void this.terminate())
    }
  }
  syncBuiltinESMExports()
}
