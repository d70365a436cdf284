import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'
import { progressFields } from './progress.ts'

const MOST = 8

/** The newest runs that meet a filter, with no more of them than is shown. */
export function recentQuery(experimentIds: readonly string[], filter: string) {
  return queryOptions({
    queryKey: ['runs', 'recent', experimentIds, filter],
    queryFn: async ({ signal }) => {
      const request = { experiment_ids: [...experimentIds], filter, max_results: MOST, fields: ['tags.mlflow.runName', ...progressFields] }
      return (await client.searchRuns({ ...request, order_by: ['attributes.start_time DESC'] }, { signal })).runs
    },
  })
}
