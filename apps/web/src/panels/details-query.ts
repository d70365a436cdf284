import { queryOptions } from '@tanstack/react-query'
import { describeDifferences } from './describe-differences.ts'
import { client } from '../server/client.ts'

/** In which params some runs differ, in words, by run. */
export function detailsQuery(experimentIds: readonly string[], runIds: readonly string[]) {
  return queryOptions({
    // Params stay what they are: nothing that happens to a run has this read again.
    queryKey: ['details', experimentIds, runIds],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, string>> => {
      const { runs } = await client.searchRuns(
        {
          experiment_ids: [...experimentIds],
          filter: `attributes.run_id IN (${runIds.map((id) => `'${id}'`).join(', ')})`,
          fields: ['params.*'],
          run_view_type: 'ALL',
          max_results: runIds.length,
        },
        { signal },
      )
      return describeDifferences(runs)
    },
    enabled: runIds.length > 1,
    staleTime: 60_000,
    placeholderData: (before) => before,
  })
}
