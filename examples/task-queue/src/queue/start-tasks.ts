import { randomUUID } from 'node:crypto'
import { inRunContext, runContext, withRun } from '@reprise/sdk'
import type { TaskData, TaskName } from '../tasks/index.ts'
import type { TaskQueue } from './open-queue.ts'

/** What can be asked for, and the tasks that it takes. */
export const requests = {
  ingestion: ['ingest', 'normalise'],
  analysis: ['analyse'],
  correlation: ['correlate', 'export'],
  everything: ['ingest', 'normalise', 'analyse', 'correlate', 'export'],
} as const satisfies Record<string, readonly TaskName[]>

export type RequestName = keyof typeof requests

/** What a request became. */
export interface StartedTasks {
  readonly raw_data_id: string
  readonly correlation_id: string
  /** The run whose children the tasks are. */
  readonly run_id: string
  /** The job of the last task. */
  readonly job_id: string
}

/** Adds the tasks of a request to the queue, inside a run of its own. What is not given of ids is new. */
export function startTasks(
  queue: TaskQueue,
  request: RequestName,
  { component, ...given }: Partial<TaskData> & { component: string },
): Promise<StartedTasks> {
  const data = { ...given, rawDataId: given.rawDataId ?? randomUUID(), correlationId: given.correlationId ?? randomUUID() }
  const tags = { raw_data_id: data.rawDataId, correlation_id: data.correlationId }
  return inRunContext({ ...runContext(), tags }, () =>
    withRun({ name: `request::${request}`, tags: { component }, required: false }, async (run) => {
      const job_id = await queue.add(requests[request], data)
      return { ...tags, run_id: run.id, job_id }
    }),
  )
}
