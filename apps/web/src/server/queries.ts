import type { Metric, Run, RunInfo } from '@reprise/protocol'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from './client.ts'

const EXPERIMENTS_PER_PAGE = 1_000
/** Values in a page of runs: more would keep the page from answering while they are read, and the first rows from being seen. */
const VALUES_PER_PAGE = 6_000
const RUNS_PER_PAGE = { least: 100, most: 500 } as const
/** What a pattern of names is taken for. */
const NAMES_OF_PATTERN = 20

/** What a table of runs shows: the page is projected to it, however much the runs have. */
export interface RunsQuery {
  readonly experimentIds: readonly string[]
  readonly filter: string
  readonly orderBy: readonly string[]
  readonly fields: readonly string[]
  readonly deleted: boolean
}

/** All experiments of one view, by pages until there is no more. */
export function experimentsQuery(view: 'ACTIVE_ONLY' | 'DELETED_ONLY' = 'ACTIVE_ONLY') {
  return queryOptions({
    queryKey: ['experiments', view],
    queryFn: async ({ signal }) => {
      const found = []
      let page_token: string | undefined
      do {
        const answer = await client.searchExperiments(
          { max_results: EXPERIMENTS_PER_PAGE, view_type: view, ...(page_token === undefined ? {} : { page_token }) },
          { signal },
        )
        found.push(...answer.experiments)
        page_token = answer.next_page_token
      } while (page_token !== undefined && found.length < 20_000)
      return found
    },
  })
}

export function experimentQuery(experimentId: string) {
  return queryOptions({
    queryKey: ['experiments', 'one', experimentId],
    queryFn: async ({ signal }) => (await client.getExperiment({ experiment_id: experimentId }, { signal })).experiment,
  })
}

export function runsQuery({ experimentIds, filter, orderBy, fields, deleted }: RunsQuery) {
  return infiniteQueryOptions({
    queryKey: ['runs', 'search', experimentIds, { filter, orderBy, fields, deleted }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      client.searchRuns(
        {
          experiment_ids: [...experimentIds],
          filter,
          order_by: [...orderBy],
          fields: [...fields],
          run_view_type: deleted ? 'DELETED_ONLY' : 'ACTIVE_ONLY',
          max_results: runsPerPage(fields),
          ...(pageParam === undefined ? {} : { page_token: pageParam }),
        },
        { signal },
      ),
    getNextPageParam: (answer) => answer.next_page_token,
    placeholderData: (before) => before,
  })
}

/** Many where each has little. */
function runsPerPage(fields: readonly string[]): number {
  const values = fields.reduce((sum, field) => sum + (field.endsWith('*') ? NAMES_OF_PATTERN : 1), 0)
  return Math.min(RUNS_PER_PAGE.most, Math.max(RUNS_PER_PAGE.least, Math.round(VALUES_PER_PAGE / Math.max(1, values))))
}

/** A run without its metrics, of which it may have tens of thousands. */
export function runQuery(runId: string) {
  return queryOptions({
    queryKey: ['runs', 'one', runId],
    queryFn: async ({ signal }): Promise<Run> => (await client.getRun({ run_id: runId, fields: REST_OF_RUN }, { signal })).run,
  })
}

const REST_OF_RUN = ['params', 'tags', 'inputs', 'outputs']

/** Some of a run's metrics by name, and whether there are more that are called so. */
export interface FoundMetrics {
  readonly metrics: readonly Metric[]
  readonly hasMore: boolean
}

/** Names of a run's metrics that have something in them; never all of them. */
export function metricNamesQuery({ run_id: id, experiment_id: experiment }: RunInfo, contains: string, most: number) {
  return queryOptions({
    queryKey: ['runs', 'one', id, 'metric names', contains, most],
    queryFn: async ({ signal }) => {
      const request = { experiment_ids: [experiment], run_id: id, contains, max_results: most }
      const { keys, next_page_token } = await client.searchKeys(request, { signal })
      return { names: keys.map(({ key }) => key), hasMore: next_page_token !== undefined }
    },
    placeholderData: (before) => before,
  })
}

/** The same with their last values. */
export function metricsQuery(info: RunInfo, contains: string, most: number) {
  return queryOptions({
    queryKey: ['runs', 'one', info.run_id, 'metrics', contains, most],
    queryFn: async ({ signal, client: queries }): Promise<FoundMetrics> => {
      const { names, hasMore } = await queries.fetchQuery({ ...metricNamesQuery(info, contains, most), staleTime: 0 })
      if (names.length === 0) return { metrics: [], hasMore }
      const request = { run_id: info.run_id, fields: names.map((name) => `metrics.${name}`) }
      const { run } = await client.getRun(request, { signal })
      return { metrics: run.data?.metrics.toSorted((a, b) => (a.key < b.key ? -1 : 1)) ?? [], hasMore }
    },
    placeholderData: (before) => before,
  })
}

export type KeyEntity = 'metric' | 'param' | 'tag'

/** Names of metrics, params or tags; never all of them. */
export function keysQuery(experimentIds: readonly string[], entity: KeyEntity, contains: string, most = 100) {
  return queryOptions({
    queryKey: ['keys', experimentIds, entity, contains, most],
    queryFn: async ({ signal }) =>
      await client.searchKeys({ experiment_ids: [...experimentIds], entity, contains, max_results: most }, { signal }),
    placeholderData: (before) => before,
  })
}

/** What values a param, tag or attribute has among runs, those of most runs first. */
export function valuesQuery(
  experimentIds: readonly string[],
  { entity, key }: { readonly entity: 'param' | 'tag' | 'attribute'; readonly key: string },
  contains: string,
) {
  return queryOptions({
    queryKey: ['values', experimentIds, entity, key, contains],
    queryFn: async ({ signal }) => await client.searchValues({ experiment_ids: [...experimentIds], entity, key, contains }, { signal }),
  })
}

export function artifactsQuery(artifactUri: string, path: string) {
  return queryOptions({
    queryKey: ['artifacts', artifactUri, path],
    queryFn: ({ signal }) => client.listArtifacts(artifactUri, path, { signal }),
  })
}

export function serverQuery() {
  return queryOptions({ queryKey: ['server'], queryFn: ({ signal }) => client.version({ signal }), staleTime: Infinity })
}

export function pipelinesQuery() {
  return queryOptions({ queryKey: ['pipelines'], queryFn: ({ signal }) => client.searchPipelines({ max_results: 200 }, { signal }) })
}

export function pipelineQuery(project: string, state: string | undefined) {
  return queryOptions({
    queryKey: ['pipelines', project, state],
    queryFn: ({ signal }) => client.getPipelineState({ project, ...(state === undefined ? {} : { state_id: state }) }, { signal }),
  })
}

export function pipelineStatesQuery(project: string) {
  return queryOptions({
    queryKey: ['pipelines', project, 'states'],
    queryFn: ({ signal }) => client.searchPipelineStates({ project, max_results: 200 }, { signal }),
  })
}
