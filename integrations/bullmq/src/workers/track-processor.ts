import type { TaskJob } from '../jobs/task-job.ts'
import type { TaskDescription, TaskTracking } from '../tasks/task-options.ts'
import { tellOnce } from '../tell-once.ts'
import { taskRun } from '../tasks/task-run.ts'

export interface JobTracking<Job extends TaskJob = TaskJob> extends TaskTracking {
  /** The name of the task; default that of the job. */
  readonly name?: ((job: Job) => string) | undefined
  /**
   * What is said of a job's run. Default: the ids, when the data have `rawDataId` or `raw_data_id`, `correlationId` or `correlation_id`. Nothing
   * else of the data is logged unless it is said here: they may hold what is nobody's business.
   */
  readonly describe?: ((job: Job) => TaskDescription) | undefined
}

/**
 * Wraps a processor so that every attempt of every job is a run; see {@link taskRun}. It has the same type, returns and throws the same. For processors
 * in files of their own (sandboxed) wrap what the file exports.
 *
 *     export default trackProcessor(async (job) => normalise(job.data))
 */
export function trackProcessor<Job extends TaskJob, Rest extends readonly unknown[], Result>(
  processor: (job: Job, ...rest: Rest) => Promise<Result>,
  { name = ({ name: own }) => own, describe = describeByData, ...tracking }: JobTracking<Job> = {},
): (job: Job, ...rest: Rest) => Promise<Result> {
  const tracked = (job: Job, ...rest: Rest): Promise<Result> => {
    const description = attempt(() => describe(job), {})
    return taskRun(
      attempt(() => name(job), job.name),
      { ...tracking, ...description, job },
      () => processor(job, ...rest),
    )
  }
  // BullMQ counts the arguments to know whether a processor wants to be told when its job is cancelled.
  Object.defineProperty(tracked, 'length', { value: processor.length })
  Object.defineProperty(tracked, 'name', { value: processor.name })
  return tracked
}

function describeByData({ data }: TaskJob): TaskDescription {
  const values: Readonly<Record<string, unknown>> = typeof data === 'object' && data !== null ? { ...data } : {}
  return {
    rawDataId: toId(values['rawDataId'] ?? values['raw_data_id']),
    correlationId: toId(values['correlationId'] ?? values['correlation_id']),
  }
}

function toId(value: unknown): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

/** A description that fails must not fail the job. */
function attempt<Value>(act: () => Value, otherwise: Value): Value {
  try {
    return act()
  } catch (error) {
    tellOnce(`A job could not be described: ${error instanceof Error ? error.message : String(error)}`)
    return otherwise
  }
}
