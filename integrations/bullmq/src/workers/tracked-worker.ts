import { defaultTracker } from '@reprise/sdk'
import { type Job, type Processor, Worker, type WorkerOptions } from 'bullmq'
import { closeAllAttempts } from '../runs/close-earlier-attempts.ts'
import { type JobTracking, trackProcessor } from './track-processor.ts'

export interface TrackedWorkerOptions<Data, Result, Name extends string> extends WorkerOptions {
  readonly tracking?: JobTracking<Job<Data, Result, Name>> | undefined
}

/**
 * BullMQ's `new Worker(…)`, whose jobs are tracked without a change to their code: every attempt is a run; see {@link trackProcessor}.
 *
 *     const worker = trackedWorker('documents', processor, { connection, concurrency: 4 })
 *
 * A run whose worker died is ended as FAILED by the worker that gets the job next, or sees that BullMQ has given it up.
 */
export function trackedWorker<Data = unknown, Result = unknown, Name extends string = string>(
  queueName: string,
  processor: Processor<Data, Result, Name>,
  { tracking = {}, ...options }: TrackedWorkerOptions<Data, Result, Name>,
): Worker<Data, Result, Name> {
  if (typeof processor !== 'function') {
    throw new TypeError(
      'A processor in a file of its own can not be tracked from outside: wrap what the file exports with trackProcessor(…).',
    )
  }
  const begun = new WeakSet<object>()
  const tracked = trackProcessor<Job<Data, Result, Name>, [token?: string, signal?: AbortSignal], Result>(processor, tracking)
  const seen: Processor<Data, Result, Name> = (job, token, signal) => {
    begun.add(job)
    return tracked(job, token, signal)
  }
  Object.defineProperty(seen, 'length', { value: processor.length })
  const worker = new Worker<Data, Result, Name>(queueName, seen, options)
  worker.on('failed', (job, error) => {
    if (job !== undefined && !begun.has(job)) closeAllAttempts(job, tracking.tracker ?? defaultTracker, error.message)
  })
  return worker
}
