import { setTimeout as sleep } from 'node:timers/promises'
import { type RecordedRun, searchRuns } from '@reprise/sdk'
import { tasks } from '../../tasks/index.ts'
import { assert, required, type Step } from '../step.ts'

const PATIENCE_MILLISECONDS = 30_000

/** What each task is asked for. */
const metrics: Readonly<Record<string, string>> = {
  ingest: 'turns_ingested',
  normalise: 'turns_normalized',
  analyse: 'turns_analyzed',
  correlate: 'turns_correlated',
  export: 'files_exported',
}

export const trackedRuns: Step = {
  title: 'Every task is a run, with its duration, its metrics and its parent',
  check: async ({ ingested, trackingUri }) => {
    const { correlation_id: id } = required(ingested, 'ingestion')
    const runs = await findEndedRuns(id)
    const seen = Object.keys(tasks).map((task) => describe(task, runs))
    return [...seen, `in ${trackingUri}: tags.correlation_id = '${id}'`]
  },
}

/** A job may be done a moment before the server has all of its run. */
async function findEndedRuns(correlationId: string): Promise<RecordedRun[]> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS
  for (;;) {
    const runs = await searchRuns({ filter: `tags.correlation_id = '${correlationId}'`, orderBy: ['start_time ASC'] }).toArray()
    const isThere = Object.keys(tasks).every((task) => findRun(task, runs) !== undefined)
    if ((isThere && runs.every(({ status }) => status !== 'RUNNING')) || Date.now() > deadline) return runs
    await sleep(200)
  }
}

function findRun(task: string, runs: readonly RecordedRun[]): RecordedRun | undefined {
  return runs.find(({ name }) => name === `task::${task}`)
}

function describe(task: string, runs: readonly RecordedRun[]): string {
  const run = required(findRun(task, runs), `run task::${task}`)
  const parent = runs.find(({ id }) => id === run.tags['mlflow.parentRunId'])
  const metric = metrics[task] ?? ''
  const { duration_seconds: seconds, [metric]: value } = run.metrics
  assert(run.status === 'FINISHED' && run.tags['status'] === 'succeeded', `task::${task} is ${run.status}.`)
  assert(parent?.name?.startsWith('request::') === true, `task::${task} is not the child of a request.`)
  assert(seconds !== undefined && value !== undefined, `task::${task} has no ${metric} or no duration_seconds.`)
  return `${parent.name} > task::${task}: ${run.tags['status']}, duration_seconds ${seconds.toFixed(3)}, ${metric} ${value}`
}
