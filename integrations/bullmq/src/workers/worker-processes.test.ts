import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { configure, createTracker, type RecordedRun, searchRuns, syncSpool, withRun } from '@reprise/sdk'
import {
  createTemporaryFolder,
  ensureRedis,
  requirePart,
  type RunningRedis,
  type RunningRepriseServer,
  startRedis,
  startRepriseServer,
  startTethered,
  type TemporaryFolder,
  type TetheredProcess,
} from '@reprise/testing'
import { type Job, Queue, QueueEvents, Worker } from 'bullmq'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { carryRuns, closeLostRuns } from '../index.ts'
import { until } from '../testing/until.ts'

// Processes are started, and BullMQ waits for a second before it takes a job from a worker that is gone.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const part = requirePart('Redis', await ensureRedis())
let redis: RunningRedis
let server: RunningRepriseServer
let folder: TemporaryFolder
beforeAll(async () => {
  if (part.missing) return
  folder = await createTemporaryFolder('workers')
  redis = await startRedis()
  server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  configure({ trackingUri: server.url, spool: false })
})
afterAll(async () => {
  configure({})
  await server?.stop()
  await redis?.stop()
  await folder?.remove()
})

let name = ''
let queue: Queue
let events: QueueEvents
const workers: TetheredProcess[] = []
beforeEach(() => {
  name = `queue-${randomUUID()}`
  queue = new Queue(name, { connection: { url: redis.url }, telemetry: carryRuns() })
  events = new QueueEvents(name, { connection: { url: redis.url } })
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop()))
  await events.close()
  await queue.close()
})

const impatient = { lockDuration: 1_000, stalledInterval: 500 }

async function startWorker(options: object = {}, { trackingUri = server.url, spool = 'off' } = {}): Promise<TetheredProcess> {
  const program = join(import.meta.dirname, '../testing/worker-process.ts')
  const args = ['--conditions=@reprise/source', program, redis.url, name, trackingUri, JSON.stringify({ ...impatient, ...options })]
  const worker = await startTethered({ command: process.execPath, args, env: { ...process.env, REPRISE_SPOOL: spool } })
  workers.push(worker)
  await says(worker, 'ready')
  return worker
}

function says(worker: TetheredProcess, words: string): Promise<unknown> {
  return until(async () => worker.output().includes(words), `${words} of a worker that says ${worker.output()}`)
}

/** A job that its worker is working on when it is killed. */
async function loseWorker(): Promise<{ readonly job: Job; readonly parent: string }> {
  const worker = await startWorker()
  const { job, parent } = await withRun({ name: 'request' }, async (run) => ({ job: await queue.add('hang', {}), parent: run.id }))
  await says(worker, `begun ${job.id}`)
  await until(async () => (await attempts())[0]?.status === 'RUNNING', 'the run of the first attempt')
  await worker.stop({ signal: 'SIGKILL' })
  return { job, parent }
}

function attempts(): Promise<RecordedRun[]> {
  return searchRuns({ filter: `tags.bullmq_queue = '${name}'`, orderBy: ['start_time ASC'] }).toArray()
}

describe.skipIf(part.missing)(`workers in processes of their own${part.note}`, () => {
  it('make of each job a child of the run in which it was added here', async () => {
    await Promise.all([startWorker({ concurrency: 2 }), startWorker({ concurrency: 2 })])
    const parent = await withRun({ name: 'request' }, async (run) => {
      const jobs = await queue.addBulk(Array.from({ length: 8 }, () => ({ name: 'work', data: {} })))
      await Promise.all(jobs.map((job) => job.waitUntilFinished(events)))
      return run.id
    })
    const runs = await attempts()
    expect(runs.map(({ status, metrics }) => [status, metrics['seen']])).toEqual(Array(8).fill(['FINISHED', 1]))
    expect(new Set(runs.map(({ tags }) => tags['mlflow.parentRunId']))).toEqual(new Set([parent]))
  })

  it('keep what they can not send, for the server to have when it is back', async () => {
    const spool = join(folder.path, 'spool')
    const worker = await startWorker({}, { trackingUri: 'http://127.0.0.1:1', spool })
    const parent = await withRun({ name: 'request' }, async (run) => {
      await (await queue.add('work', {})).waitUntilFinished(events)
      return run.id
    })
    await worker.stop()
    expect(await attempts()).toEqual([])
    const { client } = createTracker({ trackingUri: server.url, spool: false })
    expect(await syncSpool({ folder: spool, client })).toMatchObject({ waiting: 0, held: 0, rejected: 0 })
    const tags = { 'mlflow.parentRunId': parent, status: 'succeeded' }
    expect(await attempts()).toMatchObject([{ status: 'FINISHED', metrics: { seen: 1 }, tags }])
  })

  it('track what runs in a sandbox below them', async () => {
    const worker = new Worker(name, join(import.meta.dirname, '../testing/sandboxed.ts'), {
      connection: { url: redis.url },
      workerForkOptions: { env: { ...process.env, MLFLOW_TRACKING_URI: server.url, REPRISE_SPOOL: 'off' } },
    })
    const { pid, parent } = await withRun({ name: 'request' }, async (run) => {
      const job = await queue.add('sandboxed', { rawDataId: 'raw-5' })
      return { pid: (await job.waitUntilFinished(events)) as number, parent: run.id }
    })
    await worker.close()
    const tags = { 'mlflow.parentRunId': parent, raw_data_id: 'raw-5', attempt: '1', status: 'succeeded' }
    expect(await attempts()).toMatchObject([{ name: 'task::sandboxed', metrics: { pid }, tags }])
    expect(pid).not.toBe(process.pid)
  })
})

describe.skipIf(part.missing)(`the run of a worker that was killed${part.note}`, () => {
  const lost = { status: 'failed', error_type: 'WorkerLost' }

  it('is ended as failed by the next attempt, which is a run of the same parent', async () => {
    const { job, parent } = await loseWorker()
    await startWorker()
    await job.waitUntilFinished(events)
    const runs = await until(async () => {
      const found = await attempts()
      return found.every(({ status }) => status !== 'RUNNING') ? found : undefined
    }, 'the end of both runs')
    expect(runs.map(({ status, tags }) => [tags['attempt'], status, tags['status'], tags['mlflow.parentRunId']])).toEqual([
      ['1', 'FAILED', 'failed', parent],
      ['2', 'FINISHED', 'succeeded', parent],
    ])
    expect(runs[0]?.tags).toMatchObject({ ...lost, error_message: expect.stringContaining('attempt 2 took over') })
    expect(runs[0]?.endTime).toBeInstanceOf(Date)
  })

  it('is ended as failed when BullMQ gives the job up without another attempt', async () => {
    const { job } = await loseWorker()
    await startWorker({ maxStalledCount: 0 })
    await until(async () => (await job.getState()) === 'failed', 'the failure of the job')
    const run = await until(async () => (await attempts()).find(({ status }) => status === 'FAILED'), 'the end of the run')
    expect(run.tags).toMatchObject({ ...lost, error_message: expect.stringContaining('stalled') })
  })

  it('is ended by hand when the job never comes back', async () => {
    await loseWorker()
    const tracker = createTracker({ trackingUri: server.url, spool: false })
    expect(await closeLostRuns(queue, { tracker })).toBe(0)
    await queue.obliterate({ force: true })
    expect(await closeLostRuns(queue, { tracker })).toBe(1)
    expect(await closeLostRuns(queue, { tracker })).toBe(0)
    expect(await attempts()).toMatchObject([
      { status: 'FAILED', tags: { ...lost, error_message: expect.stringContaining('the job is gone') } },
    ])
  })
})
