export { endAbandonedJobs } from './abandoned-jobs.ts'
export type { Engine, JobState } from './engine.ts'
export { createJobRunner } from './job-runner.ts'
export { JobFolder } from './job-folder.ts'
