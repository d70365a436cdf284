import { setTimeout as sleep } from 'node:timers/promises'
import { openQueue } from '../../queue/open-queue.ts'
import type { StartedTasks } from '../../queue/start-tasks.ts'
import { startProgram } from '../start-program.ts'
import { assert, required, type Step } from '../step.ts'

export const trigger: Step = {
  title: 'Ingestion, analysis and correlation are triggered, by the API and by the runbook',
  check: async (progress) => {
    const api = required(progress.api, 'API')
    const redisUrl = required(progress.redis, 'Redis').url
    progress.endings.push(() => clear(redisUrl))
    const seen: string[] = []
    const request = async (path: string, body: object): Promise<StartedTasks> => {
      const started = (await call(`${api}${path}`, body)) as StartedTasks
      const { name, result } = await waitFor(`${api}/jobs/${started.job_id}`)
      seen.push(`POST ${path}: ${name} completed, ${JSON.stringify(result)}`)
      return started
    }
    const ingested = await request('/ingestions', { dataset: 'conversations', version: 'v1' })
    const { raw_data_id, correlation_id } = ingested
    await request('/analyses', { raw_data_id, correlation_id })
    await request('/correlations', { raw_data_id, correlation_id })
    progress.ingested = ingested

    const env = { REDIS_URL: redisUrl, DATA_FOLDER: progress.folder }
    const runbook = startProgram('runbook/runbook-process.ts', env)
    progress.endings.push(runbook.stop)
    const [printed] = await runbook.says(/\{.*\}/)
    return [...seen, `runbook: all five tasks completed, raw_data_id ${(JSON.parse(printed) as StartedTasks).raw_data_id}`]
  },
}

async function call(url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })
  const answer: unknown = await response.json()
  assert(response.ok, `${url} answers ${response.status}: ${JSON.stringify(answer)}`)
  return answer
}

async function waitFor(url: string): Promise<{ readonly name: string; readonly result: unknown }> {
  for (;;) {
    const job = (await call(url)) as { name: string; state: string; result: unknown; error?: string }
    if (job.state === 'completed') return job
    assert(job.state !== 'failed', `${job.name} failed: ${job.error}`)
    await sleep(100)
  }
}

/** A Redis of the user's own is left as it was found. */
async function clear(redisUrl: string): Promise<void> {
  const queue = openQueue(redisUrl)
  try {
    await queue.clear()
  } finally {
    await queue.close()
  }
}
