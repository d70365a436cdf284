import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'

/** Pages of which views are saved. */
export type ViewedPage = 'runs' | 'compare'

const MOST = 500

/** The saved views of a page, by name. */
export function viewsQuery(page: ViewedPage, experimentId: string | undefined) {
  return queryOptions({
    queryKey: ['views', page, experimentId ?? ''],
    queryFn: async ({ signal }) => {
      const of = experimentId === undefined ? {} : { experiment_id: experimentId }
      return (await client.listViews({ page, ...of, max_results: MOST }, { signal })).views
    },
  })
}

/** The views of all pages that know them. */
export function allViewsQuery() {
  return queryOptions({
    queryKey: ['views', 'all'],
    queryFn: async ({ signal }) => (await client.listViews({ max_results: MOST }, { signal })).views,
  })
}
