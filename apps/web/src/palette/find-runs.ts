import type { Experiment, Run } from '@reprise/protocol'
import { queryOptions } from '@tanstack/react-query'
import { latestFirst } from '../values/latest-first.ts'
import { client } from '../server/client.ts'
import { filterOfWords } from '../search/filter-of-words.ts'

const MOST = 8
/** Experiments that are searched, the ones used last. */
const MOST_EXPERIMENTS = 1_000

/** Runs by a part of their name, or by the beginning of their id as any client prints it. Deleted ones are not found. */
export function findRunsQuery(experiments: readonly Experiment[], words: string) {
  const ids = latestFirst(experiments)
    .slice(0, MOST_EXPERIMENTS)
    .map(({ experiment_id }) => experiment_id)
  return queryOptions({
    queryKey: ['runs', 'found', words, ids],
    enabled: words !== '' && ids.length > 0,
    queryFn: async ({ signal }): Promise<readonly Run[]> => {
      const request = { experiment_ids: ids, filter: filterOfWords(words), max_results: MOST, fields: ['info'] }
      return (await client.searchRuns({ ...request, order_by: ['attributes.start_time DESC'] }, { signal })).runs
    },
    placeholderData: (before) => before,
  })
}
