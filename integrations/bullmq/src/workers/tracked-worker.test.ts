import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { configure, inRunContext, logMetric, type RecordedRun, searchRuns, withRun } from '@reprise/sdk'
import { trackEachTest } from '@reprise/sdk/testing'
import { ensureRedis, requirePart, type RunningRedis, startRedis } from '@reprise/testing'
import { DelayedError, FlowProducer, type Job, type JobsOptions, Queue, QueueEvents, Worker } from 'bullmq'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { carryRuns, taskRun, trackedWorker } from '../index.ts'

const part = requirePart('Redis', await ensureRedis())
let redis: RunningRedis
beforeAll(async () => {
  if (!part.missing) redis = await startRedis()
})
afterAll(() => redis?.stop())
trackEachTest({ beforeEach, afterEach })

let name = ''
let closing: { close(): Promise<unknown> }[] = []
beforeEach(() => {
  name = `queue-${randomUUID()}`
})
afterEach(async () => {
  for (const { close } of closing.map((one) => ({ close: () => one.close() }))) await close()
  closing = []
})

function keep<Closable extends { close(): Promise<unknown> }>(one: Closable): Closable {
  closing.unshift(one)
  return one
}

function open(): { readonly queue: Queue; readonly connection: { readonly url: string }; settled(job: Job): Promise<unknown> } {
  const connection = { url: redis.url }
  const queue = keep(new Queue(name, { connection, telemetry: carryRuns() }))
  const events = keep(new QueueEvents(name, { connection }))
  return { queue, connection, settled: async (job) => job.waitUntilFinished(events).catch((error: unknown) => error) }
}

function start(processor: Parameters<typeof trackedWorker>[1], options: Partial<Parameters<typeof trackedWorker>[2]> = {}): Worker {
  return keep(trackedWorker(name, processor, { connection: { url: redis.url }, ...options })) as Worker
}

function findRuns(run: string): Promise<RecordedRun[]> {
  return searchRuns({ filter: `attributes.run_name = '${run}'`, orderBy: ['start_time ASC'] }).toArray()
}

describe.skipIf(part.missing)(`a tracked worker${part.note}`, () => {
  it('makes of a job a child of the run in which it was added, without a change to the processor', async () => {
    const { queue, settled } = open()
    start(async (job) => {
      logMetric('turns', (job.data as { turns: number }).turns)
      return 'done'
    })
    const parent = await withRun({ name: 'request' }, async (run) => {
      const job = await queue.add('normalise', { rawDataId: 'raw-1', correlation_id: 'c-1', turns: 3, secret: 's' })
      expect(await settled(job)).toBe('done')
      return run
    })
    const [run] = await findRuns('task::normalise')
    expect(run).toMatchObject({
      status: 'FINISHED',
      metrics: { turns: 3, duration_seconds: expect.any(Number) },
      params: {},
      tags: {
        'mlflow.parentRunId': parent.id,
        component: 'bullmq_task',
        task_name: 'normalise',
        raw_data_id: 'raw-1',
        correlation_id: 'c-1',
        bullmq_job_id: '1',
        bullmq_queue: name,
        attempt: '1',
        status: 'succeeded',
      },
    })
    expect(JSON.stringify(run)).not.toContain('secret')
  })

  it('has a run for each attempt of a job, all of the same parent', async () => {
    const { queue, settled } = open()
    start(async (job) => {
      if (job.attemptsStarted < 3) throw new TypeError(`attempt ${job.attemptsStarted} fails`)
      return 'at last'
    })
    const parent = await withRun({ name: 'request' }, async (run) => {
      expect(await settled(await queue.add('flaky', {}, { attempts: 3, backoff: 10 }))).toBe('at last')
      return run
    })
    const runs = await findRuns('task::flaky')
    expect(runs.map(({ status, tags }) => [tags['attempt'], status, tags['status'], tags['error_message']])).toEqual([
      ['1', 'FAILED', 'failed', 'attempt 1 fails'],
      ['2', 'FAILED', 'failed', 'attempt 2 fails'],
      ['3', 'FINISHED', 'succeeded', undefined],
    ])
    expect(runs.map(({ tags }) => tags['mlflow.parentRunId'])).toEqual(Array(3).fill(parent.id))
    expect(new Set(runs.map(({ tags }) => tags['bullmq_job_id'])).size).toBe(1)
  })

  it('keeps jobs that it works on side by side apart, and those added in one from the start of the worker', async () => {
    const { queue, settled } = open()
    const work = async (job: Job): Promise<void> => {
      await sleep(job.data.id % 7)
      logMetric('own', job.data.id as number)
      if (job.name === 'outer') await queue.add('inner', { id: job.data.id as number, correlationId: job.data.correlationId as string })
    }
    await withRun({ name: 'start of the worker' }, () => start(work as never, { concurrency: 8 }).waitUntilReady())
    const parents = await Promise.all(
      Array.from({ length: 8 }, (_, id) =>
        withRun({ name: `request-${id}` }, async (run) => {
          await settled(await queue.add('outer', { id, correlationId: `c-${id}` }))
          return run.id
        }),
      ),
    )
    const lone = await queue.add('lone', { id: 100 })
    await settled(lone)
    while ((await queue.getJobCounts('completed'))['completed'] !== 17) await sleep(20)
    const [outer, inner, [alone]] = [await findRuns('task::outer'), await findRuns('task::inner'), await findRuns('task::lone')]
    for (const run of outer) expect(run.tags['mlflow.parentRunId']).toBe(parents[run.metrics['own'] ?? -1])
    for (const run of inner) {
      const above = outer.find(({ id }) => id === run.tags['mlflow.parentRunId'])
      expect([above?.metrics['own'], run.tags['correlation_id']]).toEqual([run.metrics['own'], `c-${run.metrics['own']}`])
    }
    expect([outer.length, inner.length, alone?.tags['mlflow.parentRunId']]).toEqual([8, 8, undefined])
  })

  it('carries ids to jobs whose data do not have them', async () => {
    const { queue, settled } = open()
    start(async () => undefined)
    const tags = { correlation_id: 'c-9' }
    await settled(await inRunContext({ tags }, () => queue.add('plain', {})))
    expect((await findRuns('task::plain'))[0]?.tags).toMatchObject(tags)
  })

  it('makes of the jobs of a flow children of one run', async () => {
    const { settled, connection } = open()
    const flows = keep(new FlowProducer({ connection, telemetry: carryRuns() }))
    start(async (job) => (job.name === 'sum' ? Object.values(await job.getChildrenValues<number>()).reduce((a, b) => a + b) : 2))
    const child = (): { name: string; queueName: string; opts: JobsOptions } => ({ name: 'part', queueName: name, opts: {} })
    const parent = await withRun({ name: 'request' }, async (run) => {
      const { job } = await flows.add({ name: 'sum', queueName: name, opts: {}, children: [child(), child()] })
      expect(await settled(job)).toBe(4)
      return run
    })
    const runs = [...(await findRuns('task::part')), ...(await findRuns('task::sum'))]
    expect(runs.map(({ tags }) => tags['mlflow.parentRunId'])).toEqual(Array(3).fill(parent.id))
  })

  it('says of a job that is put off that it is, and not that it failed', async () => {
    const { queue, settled } = open()
    start(async (job, token) => {
      if (job.attemptsStarted > 1) return 'now'
      await job.moveToDelayed(Date.now() + 20, token)
      throw new DelayedError()
    })
    expect(await settled(await queue.add('later', {}))).toBe('now')
    expect((await findRuns('task::later')).map(({ status, tags }) => [status, tags['status']])).toEqual([
      ['FINISHED', 'postponed'],
      ['FINISHED', 'succeeded'],
    ])
  })

  it('fails the job with the error of the processor, and no other', async () => {
    const { queue, settled } = open()
    const failure = new RangeError('its own')
    const worker = start(() => Promise.reject(failure))
    const failed = new Promise((resolve) => worker.on('failed', (_job, error) => resolve(error)))
    expect(await settled(await queue.add('fails', {}))).toMatchObject({ message: 'its own' })
    expect(await failed).toBe(failure)
  })

  it('does the jobs although nothing can be tracked', async () => {
    const { queue, settled } = open()
    configure({ trackingUri: 'http://127.0.0.1:1', spool: false, retries: 0, endOnExit: false, onProblem: () => undefined })
    const describeBadly = (): never => {
      throw new Error('no description')
    }
    start(async () => 'done', { tracking: { describe: describeBadly } })
    expect(await settled(await queue.add('work', {}))).toBe('done')
  })

  it('tells a processor that wants to know when its job is cancelled', async () => {
    const { queue, settled } = open()
    let begun: (() => void) | undefined
    const hasBegun = new Promise<void>((resolve) => (begun = resolve))
    const worker = start(async (_job, _token, signal) => {
      begun?.()
      await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('cancelled'))))
    })
    const job = await queue.add('long', {})
    await hasBegun
    worker.cancelJob(job.id ?? '')
    expect(await settled(job)).toMatchObject({ message: 'cancelled' })
    expect((await findRuns('task::long'))[0]?.tags).toMatchObject({ status: 'failed', error_message: 'cancelled' })
  })

  it('leaves a processor in a file of its own to the file', () => {
    expect(() => trackedWorker(name, './processor.js' as never, { connection: { url: redis.url } })).toThrow('trackProcessor')
  })
})

describe.skipIf(part.missing)(`a task for a job of a worker that is not tracked${part.note}`, () => {
  it('is a child of the run in which the job was added', async () => {
    const { queue, settled, connection } = open()
    const work = (job: Job): Promise<unknown> => taskRun('by-hand', { job, rawDataId: 7 }, () => taskRun('part', {}, () => 'done'))
    await withRun({ name: 'start of the worker' }, () => keep(new Worker(name, work, { connection })).waitUntilReady())
    const parent = await withRun({ name: 'request' }, async (run) => {
      expect(await settled(await queue.add('x', {}))).toBe('done')
      return run
    })
    const [[task], [inside]] = [await findRuns('task::by-hand'), await findRuns('task::part')]
    expect([task?.tags['mlflow.parentRunId'], inside?.tags['mlflow.parentRunId']]).toEqual([parent.id, task?.id])
    expect(inside?.tags).toMatchObject({ raw_data_id: '7', bullmq_job_id: task?.tags['bullmq_job_id'], attempt: '1' })
  })
})
