import type { Experiment } from '@reprise/protocol'
import { queryOptions } from '@tanstack/react-query'
import { latestFirst } from '../values/latest-first.ts'
import { client } from '../server/client.ts'

/** Experiments of one question, and questions of one page. */
const AT_ONCE = 20
const QUESTIONS = 10

/** Data as runs called it: the same digest is the same data, whatever its names. */
export interface KnownData {
  readonly digest: string
  readonly names: readonly string[]
  /** What runs used it for, such as `training`. */
  readonly contexts: readonly string[]
  readonly experimentIds: readonly string[]
}

/** The experiments whose data and manifests are listed: those that changed last. */
export function newestOf(experiments: readonly Experiment[]): string[] {
  return latestFirst(experiments)
    .slice(0, AT_ONCE * QUESTIONS)
    .map(({ experiment_id }) => experiment_id)
}

export function datasetsQuery(experimentIds: readonly string[]) {
  return queryOptions({
    queryKey: ['datasets', experimentIds],
    queryFn: async ({ signal }): Promise<KnownData[]> => {
      const found = []
      for (let at = 0; at < experimentIds.length; at += AT_ONCE) {
        const answer = await client.searchDatasets({ experiment_ids: experimentIds.slice(at, at + AT_ONCE) }, { signal })
        found.push(...answer.dataset_summaries)
      }
      return [...Map.groupBy(found, ({ digest }) => digest)].map(([digest, uses]) => ({
        digest,
        names: distinct(uses.map(({ name }) => name)),
        contexts: distinct(uses.map(({ context = '' }) => context)).filter((context) => context !== ''),
        experimentIds: distinct(uses.map(({ experiment_id }) => experiment_id)),
      }))
    },
  })
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}

/** Manifests that are listed. */
const MOST_MANIFESTS = 200

/** Runs that logged a manifest of a folder of data. */
export function manifestRunsQuery(experimentIds: readonly string[]) {
  return queryOptions({
    queryKey: ['runs', 'manifests', experimentIds],
    queryFn: async ({ signal }) => {
      const request = {
        experiment_ids: [...experimentIds],
        filter: 'params.manifest_version IS NOT NULL',
        fields: ['params.data_path', 'params.manifest_version', 'metrics.data_files_count', 'metrics.data_size_bytes'],
        order_by: ['attributes.start_time DESC'],
        max_results: MOST_MANIFESTS,
      }
      return (await client.searchRuns(request, { signal })).runs
    },
  })
}

/** What the server knows of data: the node of it in the graph of lineage, without any neighbour. */
export function dataQuery(digest: string, name: string | undefined) {
  return queryOptions({
    queryKey: ['data', digest, name],
    queryFn: async ({ signal }) => {
      const { nodes } = await client.getLineage({ digest, depth: 0, ...(name === undefined ? {} : { name }) }, { signal })
      return nodes[0]?.data ?? null
    },
  })
}

const MOST_RUNS = 200

export function dataRunsQuery(digest: string, name: string | undefined, role: 'MADE' | 'READ') {
  return queryOptions({
    queryKey: ['data', digest, name, role],
    queryFn: ({ signal }) =>
      client.searchDataRuns({ digest, role, max_results: MOST_RUNS, ...(name === undefined ? {} : { name }) }, { signal }),
  })
}
