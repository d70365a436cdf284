import { AsyncLocalStorage } from 'node:async_hooks'
import type { TaskJob } from './task-job.ts'

const storage = new AsyncLocalStorage<TaskJob>()

/** The job that is worked on here; jobs that are worked on side by side do not see each other. */
export function currentJob(): TaskJob | undefined {
  return storage.getStore()
}

export function runInJob<Result>(job: TaskJob | undefined, act: () => Result): Result {
  return job === undefined ? act() : storage.run(job, act)
}
