import { defaultTracker, inRunContext, type Run, type RunContext, runContext } from '@reprise/sdk'
import { currentJob, runInJob } from '../jobs/current-job.ts'
import { readJobContext } from '../jobs/job-context.ts'
import type { TaskJob } from '../jobs/task-job.ts'
import { closeEarlierAttempts } from '../runs/close-earlier-attempts.ts'
import { describeOrigin, describeTask } from './describe-task.ts'
import { measureTask } from './measure-task.ts'
import type { TaskDescription, TaskTracking } from './task-options.ts'

export interface TaskOptions extends TaskTracking, TaskDescription {
  /** The job that the task is done for. Default: the one that the tracked processor or task around it works on. */
  readonly job?: TaskJob | undefined
}

/**
 * Does a task as a run `task::<name>`: a child of the run or task around it, or, for a job, of the run in which the job was added, in whatever process
 * that was. It has the tags `component`, `task_name`, `raw_data_id`, `correlation_id`, `bullmq_job_id`, `bullmq_queue`,
 * `bullmq_job_added` and `attempt`, as far as they are known, the params that are given, the metric `duration_seconds`, and in the end the tag `status`, `succeeded` or `failed`.
 *
 *     const turns = await taskRun('normalise', { job, rawDataId, correlationId, params: { pipeline: 'normalisation' } }, async (run) => {
 *       const turns = await normalise(rawDataId)
 *       run.logMetric('turns_normalized', turns.length)
 *       return turns
 *     })
 *
 * Returns and throws what the function does. Trouble with tracking changes nothing of that and is told to the tracker's `onProblem`. Each attempt of a
 * job is a run of its own: it has its own duration, error and machine, and what a failed one has logged stays as it was.
 */
export async function taskRun<Result>(name: string, options: TaskOptions, act: (run: Run) => Result | Promise<Result>): Promise<Result> {
  const { tracker = defaultTracker, flushTimeout } = options
  const { job, isNew, context } = findOrigin(options)
  if (job !== undefined && isNew) closeEarlierAttempts(job, tracker)
  const run = {
    name: `task::${name}`,
    tags: describeTask(name, job, options),
    params: options.params,
    flushTimeout,
    required: false,
  }
  const outcome = await inRunContext(context, () =>
    tracker.withRun(run, (begun) => measureTask(begun, () => runInJob(job, () => act(begun)))),
  )
  if ('postponement' in outcome) throw outcome.postponement
  return outcome.value
}

interface Origin {
  readonly job: TaskJob | undefined
  /** Whether no task around works on the job already. */
  readonly isNew: boolean
  readonly context: RunContext
}

/** The job, and the place in the tree of runs: for a job that is new here that of its producer, not that of the worker's start. */
function findOrigin(options: TaskOptions): Origin {
  const around = currentJob()
  const job = options.job ?? around
  const isNew = job !== around && job !== undefined
  const context = isNew ? readJobContext(job) : runContext()
  return { job, isNew, context: { ...context, tags: { ...context?.tags, ...describeOrigin(options) } } }
}
