import type { Run } from '@reprise/protocol'
import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'

const summaries = ['min', 'max', 'first'].map((part) => `${part}(metrics.*)`)

/** A run with what is compared; the least, greatest and first values of its metrics only where they are shown. */
export function comparedRunQuery(runId: string, hasSummaries: boolean) {
  return queryOptions<Run>({
    queryKey: ['runs', 'one', runId, hasSummaries ? 'summaries' : 'compared'],
    queryFn: async ({ signal }) => {
      const fields = hasSummaries ? { fields: ['metrics.*', 'params.*', 'tags.*', ...summaries] } : {}
      return (await client.getRun({ run_id: runId, ...fields }, { signal })).run
    },
    placeholderData: (before) => (before?.info.run_id === runId ? before : undefined),
  })
}
