import type { ServerEvent } from '@reprise/client'
import type { Query, QueryClient } from '@tanstack/react-query'
import { paceAfter } from './pace.ts'

/** So many pages of a list are read again at once. */
const FEW_PAGES = 2
/** How much longer lists wait for each further page. */
const WAIT_OF_PAGE = 1_000

/** Reads queries again that are concerned: at once, or where that is too much for what has changed, later. */
export function createReader(queries: QueryClient): (changes: readonly ServerEvent[]) => void {
  const waiting = new Set<string>()
  return (changes) => {
    const waits = new Map<string, number>()
    for (const query of queries.getQueryCache().getAll()) {
      const pace = paceAfter(changes, query.queryKey)
      if (pace !== undefined) waits.set(query.queryHash, waitOf(query, pace))
    }
    const isDue = ({ queryHash }: Query) => (waits.get(queryHash) ?? Infinity) <= 0
    for (const query of queries.getQueryCache().findAll({ predicate: (one) => isDue(one) && isFirstRead(one) }))
      againOnceRead(queries, query)
    void queries.invalidateQueries({ predicate: isDue })
    for (const query of queries.getQueryCache().findAll({ predicate: ({ queryHash }) => (waits.get(queryHash) ?? 0) > 0 })) {
      query.invalidate()
      if (waiting.has(query.queryHash)) continue
      waiting.add(query.queryHash)
      setTimeout(() => {
        waiting.delete(query.queryHash)
        void queries.refetchQueries({ queryKey: query.queryKey, exact: true, type: 'active', stale: true })
      }, waits.get(query.queryHash))
    }
  }
}

/** Milliseconds until a query may be read again: where somebody has scrolled through many pages, a second for each of them after it was read. */
function waitOf({ state }: Query, pace: number): number {
  const { pages = [] } = (state.data ?? {}) as { readonly pages?: readonly unknown[] }
  return state.dataUpdatedAt + Math.max(pace, pages.length <= FEW_PAGES ? 0 : pages.length * WAIT_OF_PAGE) - Date.now()
}

/** Whether a query is being read for the first time: that goes on, and what it brings may be of before the change. */
function isFirstRead({ state }: Query): boolean {
  return state.fetchStatus === 'fetching' && state.data === undefined
}

function againOnceRead(queries: QueryClient, query: Query): void {
  const stop = queries.getQueryCache().subscribe((event) => {
    if (event.query !== query || (event.type !== 'removed' && query.state.fetchStatus === 'fetching')) return
    stop()
    if (event.type !== 'removed') void queries.invalidateQueries({ queryKey: query.queryKey, exact: true })
  })
}
