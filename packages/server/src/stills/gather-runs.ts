import { RepriseError, type ResponseFor, type Run, type StillRequest } from '@reprise/protocol'
import { ask, type Store } from '@reprise/storage'
import { createMatcher } from './still-request.ts'

type Experiment = ResponseFor<'getExperiment'>['experiment']

/** Values of metrics of one run: of the others only their number is said. */
const MOST_METRICS = 5_000

/** Everything, with what comparisons show of metrics besides their last values. */
const fields = ['metrics.*', 'params.*', 'tags.*', 'inputs', 'outputs', 'min(metrics.*)', 'max(metrics.*)', 'first(metrics.*)']

export interface GatheredRuns {
  readonly runs: readonly Run[]
  readonly experiments: readonly Pick<Experiment, 'experiment_id' | 'name'>[]
  readonly leftOut: readonly string[]
}

export interface GatherOptions {
  /** What to do about runs that are not there, or were deleted: say so in the page instead of throwing, and showing the deleted ones. */
  readonly isLenient?: boolean
}

/** The runs, with the metrics that are meant. Throws RESOURCE_DOES_NOT_EXIST where one is not there. */
export async function gatherRuns(
  store: Store,
  { run_ids: ids, metrics: patterns }: StillRequest,
  { isLenient = false }: GatherOptions = {},
): Promise<GatheredRuns> {
  const isMeant = createMatcher(patterns)
  const leftOut: string[] = []
  const runs: Run[] = []
  for (const run_id of ids) {
    const run = await readRun(store, run_id, isLenient)
    if (run === undefined) {
      leftOut.push(`Run ${run_id} was deleted.`)
      continue
    }
    const metrics = run.data?.metrics.filter(({ key }) => isMeant(key)) ?? []
    const shown = new Set(metrics.slice(0, MOST_METRICS).map(({ key }) => key))
    if (metrics.length > MOST_METRICS) {
      leftOut.push(`Run ${run_id} has ${metrics.length} metrics; ${MOST_METRICS} of them are here.`)
    }
    const summaries = run.data?.summaries.filter(({ key }) => shown.has(key)) ?? []
    const data = run.data && { ...run.data, metrics: metrics.slice(0, MOST_METRICS), summaries }
    runs.push({ ...run, data })
  }
  if (patterns.length > 0) leftOut.push(`Of the metrics only those were asked for whose names are like ${patterns.join(', ')}.`)
  return { runs, experiments: await experimentsOf(store, runs), leftOut }
}

/** Undefined where it is not to be shown. */
async function readRun(store: Store, runId: string, isLenient: boolean): Promise<Run | undefined> {
  try {
    const { run } = await ask(store, 'getRun', { run_id: runId, fields: [...fields] })
    return isLenient && run.info.lifecycle_stage === 'deleted' ? undefined : run
  } catch (error) {
    if (isLenient && error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
    throw error
  }
}

/** By name alone: what else is known of an experiment is about other runs, too. */
async function experimentsOf(store: Store, runs: readonly Run[]): Promise<GatheredRuns['experiments']> {
  const ids = [...new Set(runs.map(({ info }) => info.experiment_id))]
  const found = await Promise.all(ids.map((experiment_id) => ask(store, 'getExperiment', { experiment_id })))
  return found.map(({ experiment: { experiment_id, name } }) => ({ experiment_id, name }))
}
