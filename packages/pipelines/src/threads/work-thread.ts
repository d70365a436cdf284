import { type MessagePort, parentPort } from 'node:worker_threads'
import type { Job } from './job.ts'
import { type JobAnswer, runJob } from './run-job.ts'

/** What a thread answers, in the order in which it was given jobs. */
export type ThreadAnswer = JobAnswer

const port = parentPort as MessagePort

port.on('message', (job: Job) => port.postMessage(runJob(job)))
