import { setTimeout as sleep } from 'node:timers/promises'
import type { Job, Queue } from 'bullmq'
import { createJobRunner, type Engine, type JobFolder, type JobState } from '../../jobs/index.ts'
import { engineFields, loadPackage, type OpenRunner, readFields, readPatience } from '../../running/index.ts'
import { connectRedis, DEFAULT_QUEUE, DEFAULT_URL, LOCK, STALLED_INTERVAL, type StageJob, withoutSecrets } from './connect.ts'

/** Those that look for what stalls count as workers, too. */
const WATCHER = 'reprise-watcher'
const LOST = 'the worker that ran it has died or can not be reached'
/** Milliseconds that the queue gets to close. */
const CLOSING = 2_000

/** Runs commands on workers that take them from a queue of BullMQ. */
export const openRunner: OpenRunner = async (surroundings) => {
  const settings = readFields(surroundings, { url: 'text', queue: 'text', ...engineFields })
  const url = surroundings.env['REPRISE_REDIS_URL'] || (settings.url ?? DEFAULT_URL)
  const engine = await openQueue(url, settings.queue ?? DEFAULT_QUEUE)
  return createJobRunner(engine, surroundings, { variables: settings.env ?? [], patience: readPatience(settings) })
}

async function openQueue(url: string, name: string): Promise<Engine> {
  const { Queue, Worker } = await loadPackage('bullmq', () => import('bullmq'))
  const connection = await connectRedis(url)
  const blocking = await connectRedis(url, { isBlocking: true })
  const queue = new Queue<StageJob>(name, { connection })
  // It takes no jobs: it finds those whose worker has died, which workers do otherwise, and there may be none left.
  const watcher = new Worker<StageJob>(name, null, {
    connection: blocking,
    name: WATCHER,
    autorun: false,
    lockDuration: LOCK,
    maxStalledCount: 0,
    stalledInterval: STALLED_INTERVAL,
  })
  queue.on('error', () => undefined)
  watcher.on('error', () => undefined)
  void watcher.startStalledCheckTimer().catch(() => undefined)
  return {
    name: `the queue '${name}' at ${withoutSecrets(url)}`,
    interval: 500,
    submit: async (folder, stage) => {
      // A command that was started is never started again.
      const options = { attempts: 1, removeOnComplete: { age: 3_600 }, removeOnFail: { age: 86_400 } }
      const job = await queue.add(stage, { folder: folder.path, stage }, options)
      return {
        look: () => look(queue, job, folder),
        cancel: () => drop(job),
        forget: () => drop(job),
      }
    },
    async [Symbol.asyncDispose]() {
      // With a Redis that is away it would take for ever.
      await Promise.race([Promise.allSettled([watcher.close(true), queue.close()]), sleep(CLOSING, undefined, { ref: false })])
      connection.disconnect()
      blocking.disconnect()
    },
  }
}

/** What stalls goes back into the queue, where it fails when another worker takes it; there may be none. */
async function look(queue: Queue<StageJob>, job: Job<StageJob>, { isBegun }: JobFolder): Promise<JobState> {
  const state = await job.getState()
  if (state === 'active') return { kind: 'running' }
  if (state === 'completed') return { kind: 'over', reason: 'a worker is done with it, and there is no word of how it ended' }
  if (state === 'failed') return { kind: 'over', reason: await reasonOf(queue, job) }
  if (isBegun) return { kind: 'over', reason: LOST }
  if (state === 'unknown') return { kind: 'over', reason: 'it is not in the queue any more' }
  const workers = (await queue.getWorkers()).filter(({ rawname = '' }) => !rawname.endsWith(`:w:${WATCHER}`))
  return workers.length > 0 ? { kind: 'waiting' } : { kind: 'waiting', why: 'waits for a worker: start one with `reprise worker`.' }
}

async function reasonOf(queue: Queue<StageJob>, job: Job<StageJob>): Promise<string> {
  const reason = (await queue.getJob(job.id ?? ''))?.failedReason ?? 'it failed'
  return /stalled/.test(reason) ? LOST : reason
}

/** A job that a worker has can not be removed; it ends when its command does. */
async function drop(job: Job<StageJob>): Promise<void> {
  await job.remove().catch(() => undefined)
}
