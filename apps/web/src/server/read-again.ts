import type { ServerEvent } from '@reprise/client'
import type { Query, QueryClient } from '@tanstack/react-query'
import { paceAfter } from './pace.ts'

/** So many pages of a list are read again at once. */
const FEW_PAGES = 2
/** How much longer lists wait for each further page. */
const WAIT_OF_PAGE = 1_000

/** Reads queries again that are concerned: at once, or where that is too much for what has changed, later. */
export function createReader(queries: QueryClient): (changes: readonly ServerEvent[]) => void {
  /** Those that will be read again anyway. */
  const waiting = new Set<string>()
  const later = (query: Query, wait: number) => {
    query.invalidate()
    if (waiting.has(query.queryHash)) return
    waiting.add(query.queryHash)
    setTimeout(() => {
      waiting.delete(query.queryHash)
      void queries.refetchQueries({ queryKey: query.queryKey, exact: true, type: 'active', stale: true })
    }, wait)
  }
  const onceRead = (query: Query) => {
    if (waiting.has(query.queryHash)) return
    waiting.add(query.queryHash)
    const stop = queries.getQueryCache().subscribe((event) => {
      if (event.query !== query || (event.type !== 'removed' && query.state.fetchStatus === 'fetching')) return
      stop()
      waiting.delete(query.queryHash)
      if (event.type !== 'removed') void queries.invalidateQueries({ queryKey: query.queryKey, exact: true })
    })
  }
  return (changes) => {
    const due = new Set<string>()
    for (const query of queries.getQueryCache().getAll()) {
      const pace = paceAfter(changes, query.queryKey)
      if (pace === undefined) continue
      const wait = waitOf(query, pace)
      if (wait > 0) later(query, wait)
      else if (isFirstRead(query)) onceRead(query)
      else due.add(query.queryHash)
    }
    void queries.invalidateQueries({ predicate: ({ queryHash }) => due.has(queryHash) })
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
