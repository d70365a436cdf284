import { carryRuns } from '@reprise/bullmq'
import { type FlowJob, FlowProducer, Queue } from 'bullmq'
import type { TaskData, TaskName } from '../tasks/index.ts'

export const queueName = 'reprise-example-tasks'

/** What tasks are put into. Its jobs are children of the run in which they are added. */
export interface TaskQueue {
  /** Adds tasks of which each waits for the one before; the id of the last one's job. */
  add(names: readonly TaskName[], data: TaskData): Promise<string>
  /** How the job of this id is doing; undefined when there is none. */
  look(
    id: string,
  ): Promise<{ readonly name: string; readonly state: string; readonly result: unknown; readonly error: string | undefined } | undefined>
  /** Removes all jobs. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** A job is tried twice, and when it fails for good so do those that wait for it. */
const jobOptions = { attempts: 2, backoff: { type: 'fixed', delay: 200 }, failParentOnFailure: true } as const

export function openQueue(redisUrl: string): TaskQueue {
  const options = { connection: { url: redisUrl }, telemetry: carryRuns() }
  const queue = new Queue<TaskData>(queueName, options)
  const flows = new FlowProducer(options)
  return {
    add: async (names, data) => {
      const { job } = await flows.add(toFlow(names, data))
      return job.id ?? ''
    },
    look: async (id) => {
      // The state first: a job that has ended by then has its result.
      const state = await queue.getJobState(id)
      const job = await queue.getJob(id)
      return job === undefined ? undefined : { name: job.name, state, result: job.returnvalue, error: job.failedReason }
    },
    clear: () => queue.obliterate({ force: true }),
    close: async () => {
      await flows.close()
      await queue.close()
    },
  }
}

/** BullMQ does the children of a job before it: the last task is the topmost. */
function toFlow(names: readonly TaskName[], data: TaskData): FlowJob {
  const before = names.slice(0, -1)
  const job = { name: names.at(-1) ?? '', queueName, data, opts: jobOptions }
  return before.length === 0 ? job : { ...job, children: [toFlow(before, data)] }
}
