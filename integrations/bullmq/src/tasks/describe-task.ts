import type { ParamValue } from '@reprise/sdk'
import { addedAt, attemptOf, type TaskJob } from '../jobs/task-job.ts'
import type { TaskDescription } from './task-options.ts'

/** Tags that are looked for again, to find runs that were cut off. */
export const jobTags = { id: 'bullmq_job_id', queue: 'bullmq_queue', added: 'bullmq_job_added', attempt: 'attempt' } as const

/** Tags of the run of a task alone. */
export function describeTask(
  name: string,
  job: TaskJob | undefined,
  { component = 'bullmq_task', tags }: TaskDescription & { readonly component?: string | undefined },
): Record<string, ParamValue> {
  return {
    component,
    task_name: name,
    [jobTags.id]: job?.id,
    [jobTags.queue]: job?.queueName,
    [jobTags.added]: job === undefined ? undefined : addedAt(job),
    [jobTags.attempt]: job === undefined ? undefined : attemptOf(job),
    ...tags,
  }
}

/** Tags of the task and of all that comes of it, in other processes as well. */
export function describeOrigin({ rawDataId, correlationId }: TaskDescription): Record<string, string> {
  return {
    ...(rawDataId === undefined ? {} : { raw_data_id: String(rawDataId) }),
    ...(correlationId === undefined ? {} : { correlation_id: String(correlationId) }),
  }
}
