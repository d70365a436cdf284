import { type InputOfOperation, type OperationName, RepriseError, type Run, type Still } from '@reprise/protocol'
import { projectRun } from './project-run.ts'
import { answerSeries } from './series-answer.ts'

const KEYS = 100

/** What a still answers to an operation; those that are not here it does not know. */
export type Answers = { readonly [Name in OperationName]?: (input: InputOfOperation<Name>) => unknown }

/** Operations that pages ask, answered from what was kept. */
export function answersFrom(still: Still): Answers {
  return {
    getRun: ({ run_id: id = '', fields = [] }) => ({ run: projectRun(runOf(still, id), fields) }),
    getExperiment: ({ experiment_id: id }) => ({ experiment: experimentOf(still, id) }),
    searchExperiments: () => ({ experiments: still.experiments.map(({ experiment_id: id }) => experimentOf(still, id)) }),
    searchRuns: ({ filter = '', experiment_ids: ids = [], fields = [] }) => {
      const found = still.runs.filter((run) => ids.includes(run.info.experiment_id) && isMeant(run, filter))
      return { runs: found.map((run) => projectRun(run, fields)) }
    },
    searchKeys: (input) => keysIn(still, input),
    getSeriesBuckets: (input) => answerSeries(still, input),
  }
}

function runOf(still: Still, id: string): Run {
  const run = still.runs.find(({ info }) => info.run_id === id) ?? still.repeats.map((one) => hollowRun(one.run_id)).find(isOf(id))
  if (run === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', 'This run is not in this file.')
  return run
}

function isOf(id: string): (run: Run) => boolean {
  return ({ info }) => info.run_id === id
}

/** Of a repeat there is its report, and nothing else. */
function hollowRun(id: string): Run {
  const info = { run_id: id, run_uuid: id, experiment_id: 'none', status: 'FINISHED' as const, lifecycle_stage: 'active' }
  return { info: { ...info, artifact_uri: `mlflow-artifacts:/repeats/${id}` } }
}

function experimentOf(still: Still, id: string): unknown {
  const found = still.experiments.find((one) => one.experiment_id === id)
  if (found === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', 'This experiment is not in this file.')
  return { ...found, artifact_location: 'still:', lifecycle_stage: 'active' }
}

/** The filters of pages: repeats of a run, and runs by their ids. */
function isMeant({ info, data }: Run, filter: string): boolean {
  if (filter === '') return true
  const original = /^tags\.`?reprise\.reproduces`? = '([0-9a-f]{32})'$/.exec(filter)?.[1]
  if (original !== undefined) return data?.tags.some(({ key, value }) => key === 'reprise.reproduces' && value === original) === true
  const ids = /^attributes\.run_id (?:=|IN) \(?((?:'[0-9a-f]{32}'(?:, ?)?)+)\)?$/.exec(filter)?.[1]
  if (ids === undefined) throw new RepriseError('NOT_IMPLEMENTED', 'In this page nothing can be searched.')
  return ids.includes(`'${info.run_id}'`)
}

function keysIn(
  still: Still,
  {
    entity = 'metric',
    contains = '',
    run_id: id,
    experiment_ids: experiments = [],
    max_results: most = KEYS,
  }: InputOfOperation<'searchKeys'>,
): unknown {
  const lists = { metric: 'metrics', param: 'params', tag: 'tags' } as const
  const runs = still.runs.filter(({ info }) => experiments.includes(info.experiment_id) && (id === undefined || info.run_id === id))
  const keys = runs.flatMap(({ data }) => data?.[lists[entity]].map(({ key }) => key) ?? [])
  const found = keys.filter((key) => key.toLowerCase().includes(contains.toLowerCase()))
  const counted = [...Map.groupBy(found, (key) => key)].map(([key, all]) => ({ key, runs: all.length }))
  const ordered = counted.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  return { keys: ordered.slice(0, most), ...(ordered.length > most ? { next_page_token: 'more' } : {}) }
}
