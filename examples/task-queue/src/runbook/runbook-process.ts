// Ingestion and all that follows without the API: `node src/runbook/runbook-process.ts [--dataset NAME] [--version VERSION]`. It waits for the export.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openQueue } from '../queue/open-queue.ts'
import { startTasks } from '../queue/start-tasks.ts'
import { readSettings } from '../settings.ts'

const options = { dataset: { type: 'string', default: 'conversations' }, version: { type: 'string', default: 'v1' } } as const
const { dataset, version } = parseArgs({ options }).values
const queue = openQueue(readSettings().redisUrl)
try {
  const started = await startTasks(queue, 'everything', { dataset, version, component: 'runbook' })
  for (;;) {
    const job = await queue.look(started.job_id)
    if (job?.state === 'completed') break
    if (job === undefined || job.state === 'failed') throw new Error(`The tasks failed: ${job?.error ?? 'the job is gone'}`)
    await sleep(100)
  }
  process.stdout.write(`${JSON.stringify(started)}\n`)
} catch (error) {
  process.stderr.write(`runbook: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
} finally {
  await queue.close()
}
