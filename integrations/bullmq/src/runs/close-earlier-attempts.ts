import type { Tracker } from '@reprise/sdk'
import { readJobContext } from '../jobs/job-context.ts'
import { addedAt, attemptOf, type TaskJob } from '../jobs/task-job.ts'
import { jobTags } from '../tasks/describe-task.ts'
import { tellOnce } from '../tell-once.ts'
import { closeRuns, tagIs } from './close-runs.ts'

/**
 * Ends runs of earlier attempts of a job that are still RUNNING: BullMQ begins a job anew only when the attempt before is over, or when its worker has
 * died or lost its hold on the job. Goes on in the background and never fails: the job does not wait for it.
 */
export function closeEarlierAttempts(job: TaskJob, tracker: Tracker): void {
  if (attemptOf(job) <= 1) return
  closeAttempts(job, tracker, {
    before: attemptOf(job),
    reason: `The worker was lost during this attempt; attempt ${attemptOf(job)} took over.`,
  })
}

/** As {@link closeEarlierAttempts}, for a job that failed without being begun again: BullMQ has given it up. */
export function closeAllAttempts(job: TaskJob, tracker: Tracker, why: string): void {
  closeAttempts(job, tracker, { before: Infinity, reason: `The worker was lost during this attempt: ${why}.` })
}

function closeAttempts(job: TaskJob, tracker: Tracker, { before, reason }: { before: number; reason: string }): void {
  const filter = [tagIs(jobTags.id, job.id), tagIs(jobTags.queue, job.queueName), tagIs(jobTags.added, addedAt(job))]
  if (filter.includes(undefined)) return
  const experimentId = readJobContext(job)?.experimentId
  closeRuns(tracker, {
    filter: filter.join(' AND '),
    places: experimentId === undefined ? [] : [{ experimentIds: [experimentId] }],
    explain: ({ tags }) => (Number(tags[jobTags.attempt]) < before ? reason : undefined),
  }).catch((error: unknown) => {
    tellOnce(`Attempts that were cut off may still be shown as RUNNING: ${error instanceof Error ? error.message : String(error)}`)
  })
}
