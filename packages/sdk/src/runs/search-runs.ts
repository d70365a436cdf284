import type { Client } from '@reprise/client'
import type { ViewType } from '@reprise/protocol'
import type { Settings } from '../settings.ts'
import { type RecordedRun, toRecordedRun } from './recorded-run.ts'
import { findExperiment } from './resolve-experiment.ts'

const PAGE = 1_000

export interface SearchRunsOptions {
  /** Where to search, by name; names that do not exist find nothing. Default: the tracker's experiment. */
  readonly experimentNames?: readonly string[] | undefined
  readonly experimentIds?: readonly string[] | undefined
  /** Such as `metrics.loss < 0.1 AND params.model = 'mlp'`. */
  readonly filter?: string | undefined
  /** Such as `['metrics.loss ASC', 'start_time DESC']`; default: the latest first. */
  readonly orderBy?: readonly string[] | undefined
  /** Runs in all; default: every run that matches. */
  readonly maxResults?: number | undefined
  /** Default ACTIVE_ONLY. */
  readonly view?: ViewType | undefined
  readonly signal?: AbortSignal | undefined
}

/** Runs that match, read page by page as they are asked for. */
export interface RunSearch extends AsyncIterable<RecordedRun> {
  /** All of them. */
  toArray(): Promise<RecordedRun[]>
}

export interface SearchContext {
  readonly client: Client
  readonly experiment: Settings['experiment']
}

export function searchRuns(context: SearchContext, options: SearchRunsOptions): RunSearch {
  return {
    [Symbol.asyncIterator]: () => readRuns(context, options),
    toArray: async () => {
      const runs: RecordedRun[] = []
      for await (const run of readRuns(context, options)) runs.push(run)
      return runs
    },
  }
}

async function* readRuns(context: SearchContext, options: SearchRunsOptions): AsyncGenerator<RecordedRun, void, undefined> {
  const { maxResults = Infinity, signal } = options
  const request = {
    experiment_ids: await experimentIdsOf(context, options),
    filter: options.filter,
    order_by: options.orderBy,
    run_view_type: options.view,
  }
  let left = maxResults
  let token: string | undefined
  while (left > 0 && request.experiment_ids.length > 0) {
    const page = await context.client.searchRuns({ ...request, max_results: Math.min(PAGE, left), page_token: token }, { signal })
    for (const run of page.runs) yield toRecordedRun(run)
    left -= page.runs.length
    token = page.next_page_token
    if (token === undefined || token === '') return
  }
}

async function experimentIdsOf(
  { client, experiment }: SearchContext,
  { experimentNames, experimentIds }: SearchRunsOptions,
): Promise<string[]> {
  const isDefault = experimentNames === undefined && experimentIds === undefined
  if (isDefault && 'id' in experiment) return [experiment.id]
  const names = isDefault && 'name' in experiment ? [experiment.name] : (experimentNames ?? [])
  const found = await Promise.all(names.map((name) => findExperiment(client, name)))
  return [...(experimentIds ?? []), ...found.filter((id) => id !== undefined)]
}
