// A worker: `REDIS_URL=… MLFLOW_TRACKING_URI=… node src/worker/worker-process.ts`. SIGTERM lets it end what it has begun.
import { onEnd } from '../on-end.ts'
import { readSettings } from '../settings.ts'
import { startWorker } from './start-worker.ts'

const worker = startWorker(readSettings())
worker.on('error', (error) => process.stderr.write(`worker: ${error.message}\n`))
await worker.waitUntilReady()
process.stdout.write('worker: ready\n')

onEnd(() => void worker.close())
