import { defaultTracker, type Tracker } from '@reprise/sdk'
import { addedAt, attemptOf, type TaskJob } from '../jobs/task-job.ts'
import { jobTags } from '../tasks/describe-task.ts'
import { closeRuns, tagIs } from './close-runs.ts'

/** What is asked of BullMQ's `Queue`. */
export interface JobLookup {
  readonly name: string
  getJob(id: string): Promise<(TaskJob & { isActive(): Promise<boolean> }) | undefined>
}

export interface LostRunsOptions {
  /** Default: what `configure` of the SDK and the environment say. */
  readonly tracker?: Tracker | undefined
  /** Experiments to look in, beside the tracker's own. */
  readonly experimentNames?: readonly string[] | undefined
}

/**
 * Ends the runs of a queue that are RUNNING although no worker works on their jobs any more, as after a queue was emptied while its worker was dead.
 * Tracked workers do the same for each job that comes back to them; this is for jobs that never will. Where queues of the same name in two Redis servers
 * are tracked in one experiment, it takes those of the other for lost. The number of runs that were ended. Rejects when the server or Redis can not be reached.
 */
export async function closeLostRuns(
  queue: JobLookup,
  { tracker = defaultTracker, experimentNames }: LostRunsOptions = {},
): Promise<number> {
  const filter = tagIs(jobTags.queue, queue.name)
  if (filter === undefined) return 0
  return closeRuns(tracker, {
    filter,
    places: experimentNames === undefined ? [] : [{ experimentNames }],
    explain: async ({ tags }) => {
      const job = await queue.getJob(tags[jobTags.id] ?? '')
      if (job === undefined || addedAt(job) !== tags[jobTags.added]) return 'The worker was lost during this attempt, and the job is gone.'
      if (Number(tags[jobTags.attempt]) < attemptOf(job))
        return `The worker was lost during this attempt; attempt ${attemptOf(job)} took over.`
      return (await job.isActive()) ? undefined : 'The worker was lost during this attempt: no worker has the job.'
    },
  })
}
