import type { Run } from '@reprise/protocol'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { client } from './client.ts'

const EXPERIMENTS_PER_PAGE = 1_000
const RUNS_PER_PAGE = 500

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
          max_results: RUNS_PER_PAGE,
          ...(pageParam === undefined ? {} : { page_token: pageParam }),
        },
        { signal },
      ),
    getNextPageParam: (answer) => answer.next_page_token,
    placeholderData: (before) => before,
  })
}

export function runQuery(runId: string) {
  return queryOptions({
    queryKey: ['runs', 'one', runId],
    queryFn: async ({ signal }): Promise<Run> => (await client.getRun({ run_id: runId }, { signal })).run,
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

export function pipelineQuery(project: string) {
  return queryOptions({ queryKey: ['pipelines', project], queryFn: ({ signal }) => client.getPipelineState({ project }, { signal }) })
}
