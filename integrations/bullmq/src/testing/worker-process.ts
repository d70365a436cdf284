// A worker in a process of its own: `worker-process.ts REDIS_URL QUEUE TRACKING_URI [WORKER OPTIONS as JSON]`. It says `ready`, and the id of each job
// that it begins. The first attempt of jobs named `hang` never ends.
import { configure, logMetric } from '@reprise/sdk'
import type { WorkerOptions } from 'bullmq'
import { trackedWorker } from '../index.ts'

const [redis = '', queue = '', trackingUri = '', options = '{}'] = process.argv.slice(2)
configure({ trackingUri, retries: 0 })
const worker = trackedWorker(
  queue,
  async (job) => {
    console.log(`begun ${job.id}`)
    logMetric('seen', 1)
    if (job.name === 'hang' && job.attemptsStarted === 1) await new Promise(() => undefined)
    return process.pid
  },
  { ...(JSON.parse(options) as Partial<WorkerOptions>), connection: { url: redis } },
)
await worker.waitUntilReady()
console.log('ready')
process.on('SIGTERM', () => void worker.close())
