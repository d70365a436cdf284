import { type RecordedRun, searchRuns } from '@reprise/sdk'
import { tasks } from '../../tasks/index.ts'
import { assert, required, type Step } from '../step.ts'

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
    const runs = await searchRuns({ filter: `tags.correlation_id = '${id}'`, orderBy: ['start_time ASC'] }).toArray()
    const seen = Object.keys(tasks).map((task) => describe(task, runs))
    return [...seen, `in ${trackingUri}: tags.correlation_id = '${id}'`]
  },
}

function describe(task: string, runs: readonly RecordedRun[]): string {
  const name = `task::${task}`
  const run = required(
    runs.find((candidate) => candidate.name === name),
    `run ${name}`,
  )
  const parent = runs.find(({ id }) => id === run.tags['mlflow.parentRunId'])
  const metric = metrics[task] ?? ''
  const { duration_seconds: seconds, [metric]: value } = run.metrics
  assert(run.status === 'FINISHED' && run.tags['status'] === 'succeeded', `${name} is ${run.status}.`)
  assert(parent?.name?.startsWith('request::') === true, `${name} is not the child of a request.`)
  assert(seconds !== undefined && value !== undefined, `${name} has no ${metric} or no duration_seconds.`)
  return `${parent.name} > ${name}: ${run.tags['status']}, duration_seconds ${seconds.toFixed(3)}, ${metric} ${value}`
}
