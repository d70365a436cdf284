import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'

/** Links that show all of these runs, the newest first. */
export function sharesQuery(runIds: readonly string[]) {
  return queryOptions({
    queryKey: ['shares', runIds],
    queryFn: async ({ signal }) => {
      const { shares } = await client.listShares({ run_id: runIds[0] ?? '' }, { signal })
      return shares.filter(({ run_ids: shown }) => runIds.every((id) => shown.includes(id)))
    },
  })
}
