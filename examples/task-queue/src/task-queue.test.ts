import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { defaultTracker, type RecordedRun, searchRuns } from '@reprise/sdk'
import { trackEachTest } from '@reprise/sdk/testing'
import { ensureRedis, requirePart, type RunningRedis, startRedis } from '@reprise/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApi, openQueue, provideRedis, type StartedTasks, startTasks, startWorker, type TaskQueue } from './index.ts'
import { exampleFolder } from './settings.ts'

// Every test is tracked into a folder of its own, which is gone after it: see what the last one finds.
trackEachTest({ beforeEach, afterEach })

const part = requirePart('Redis', await ensureRedis())
const folder = mkdtempSync(join(tmpdir(), 'task-queue-'))
const output = join(folder, 'processed/conversations/v1/conversations.json')
let redis: RunningRedis
let queue: TaskQueue
let stop: () => Promise<unknown>
beforeAll(async () => {
  prepare('--input', join(exampleFolder, 'samples/conversations.json'), '--output', output)
  if (!part.missing) redis = await startRedis()
})
afterAll(async () => {
  await redis?.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  if (part.missing) return
  queue = openQueue(redis.url)
  const worker = startWorker({ redisUrl: redis.url, folder })
  stop = async () => {
    await worker.close()
    await queue.clear()
    await queue.close()
  }
})
afterEach(() => stop?.())

function prepare(...args: readonly string[]): string {
  return execFileSync(process.execPath, [join(exampleFolder, 'scripts/prepare-sample.mjs'), ...args], { encoding: 'utf8', stdio: 'pipe' })
}

async function settled(jobId: string): Promise<{ state: string; error: string | undefined }> {
  for (;;) {
    const job = await queue.look(jobId)
    if (job?.state === 'completed' || job?.state === 'failed') return job
    await sleep(20)
  }
}

async function findRuns(correlationId: string): Promise<RecordedRun[]> {
  return searchRuns({ filter: `tags.correlation_id = '${correlationId}'`, orderBy: ['start_time ASC'] }).toArray()
}

describe('prepare_sample', () => {
  it('writes the data that dvc.lock names', () => {
    const lock = readFileSync(join(exampleFolder, 'dvc.lock'), 'utf8')
    for (const file of ['samples/conversations.json', 'scripts/prepare-sample.mjs', output]) {
      const bytes = readFileSync(file === output ? output : join(exampleFolder, file))
      expect(lock).toContain(createHash('md5').update(bytes).digest('hex'))
    }
  })

  it('says what it needs', () => {
    expect(() => prepare('--input', 'x')).toThrow('usage: node scripts/prepare-sample.mjs --input FILE --output FILE')
    expect(() => prepare('--input', join(exampleFolder, 'package.json'), '--output', output)).toThrow('no list `conversations`')
  })
})

describe.skipIf(part.missing)(`the tasks${part.note}`, () => {
  it('follow each other, and each is a run with its metrics below the request', async () => {
    const started = await startTasks(queue, 'everything', { component: 'runbook' })
    expect(await settled(started.job_id)).toMatchObject({ state: 'completed', error: undefined })
    const [request, ...runs] = await findRuns(started.correlation_id)
    expect(request).toMatchObject({ id: started.run_id, name: 'request::everything', tags: { component: 'runbook' } })
    expect(runs.map(({ name, tags }) => [name, tags['status'], tags['mlflow.parentRunId'], tags['raw_data_id']])).toEqual(
      ['ingest', 'normalise', 'analyse', 'correlate', 'export'].map((task) => [
        `task::${task}`,
        'succeeded',
        started.run_id,
        started.raw_data_id,
      ]),
    )
    const metrics = runs.map((run) => Object.fromEntries(Object.entries(run.metrics).filter(([key]) => /^turns_|^files_/.test(key))))
    expect(metrics).toEqual([
      { turns_ingested: 22 },
      { turns_normalized: 20, turns_dropped: 2 },
      { turns_analyzed: 20 },
      { turns_correlated: 16 },
      { files_exported: 6 },
    ])
    for (const run of runs) expect(run.metrics['duration_seconds']).toBeGreaterThan(0)
    const uri = runs.at(-1)?.artifactUri ?? ''
    const index = await text(await defaultTracker.client.downloadArtifact(uri, 'exports/index.md'))
    expect(index).toBe(readFileSync(join(folder, 'exports', started.raw_data_id, 'index.md'), 'utf8'))
  })

  it('that fail are tried again, each attempt as a run, and fail what waits for them', async () => {
    const started = await startTasks(queue, 'ingestion', { component: 'runbook', dataset: 'missing' })
    expect((await settled(started.job_id)).state).toBe('failed')
    const [, ...runs] = await findRuns(started.correlation_id)
    expect(runs.map(({ name, status, tags }) => [name, status, tags['attempt'], tags['status']])).toEqual([
      ['task::ingest', 'FAILED', '1', 'failed'],
      ['task::ingest', 'FAILED', '2', 'failed'],
    ])
    expect(runs[0]?.tags['error_message']).toContain('reprise repro prepare_sample')
  })

  it('of earlier tests are not in the store', async () => {
    expect(await searchRuns().toArray()).toEqual([])
  })
})

describe.skipIf(part.missing)(`the API${part.note}`, () => {
  let url = ''
  let close: () => void
  beforeEach(async () => {
    const api = createApi(queue)
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(api.address() as AddressInfo).port}`
    close = () => api.close() && api.closeAllConnections()
  })
  afterEach(() => close())

  const call = async (method: string, path: string, body?: string): Promise<[number, Record<string, unknown>]> => {
    const response = await fetch(url + path, { method, ...(body === undefined ? {} : { body }) })
    return [response.status, (await response.json()) as Record<string, unknown>]
  }

  it('starts tasks and says how they are doing', async () => {
    const [status, started] = await call('POST', '/ingestions', '{"correlation_id":"c-1"}')
    expect([status, started['correlation_id']]).toEqual([202, 'c-1'])
    await settled((started as unknown as StartedTasks).job_id)
    expect(await call('GET', `/jobs/${String(started['job_id'])}`)).toMatchObject([200, { name: 'normalise', state: 'completed' }])
    expect((await findRuns('c-1')).map(({ name }) => name)).toEqual(['request::ingestion', 'task::ingest', 'task::normalise'])
  })

  it.each([
    ['POST /ingestions', 'no JSON object', '{', 400],
    ['POST /ingestions', 'dataset is to be of letters', '{"dataset":"../../etc"}', 400],
    ['POST /ingestions', 'There is no field data_set', '{"data_set":"x"}', 400],
    ['POST /ingestions', 'longer than', `"${'x'.repeat(70_000)}"`, 400],
    ['POST /analyses', 'raw_data_id is missing', '{}', 400],
    ['GET /ingestions', 'takes POST', undefined, 405],
    ['GET /jobs/none', 'no job none', undefined, 404],
    ['GET /else', 'There is no GET /else', undefined, 404],
  ] as const)('refuses %s: %s', async (request, words, body, status) => {
    const [method = '', path = ''] = request.split(' ')
    expect(await call(method, path, body)).toEqual([status, { error: expect.stringContaining(words) }])
  })
})

describe('where there is no Redis', () => {
  it('it is said how to get one', async () => {
    await expect(provideRedis({ PATH: folder })).rejects.toThrow(/needs Redis.*\n.*apt install redis-server/)
  })

  it('it is said that nobody answers', async () => {
    await expect(provideRedis({ REDIS_URL: 'redis://127.0.0.1:1' })).rejects.toThrow('No Redis answers at 127.0.0.1:1')
  })
})
