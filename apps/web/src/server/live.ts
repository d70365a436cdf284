import type { ServerEvent } from '@reprise/client'
import type { Query, QueryClient } from '@tanstack/react-query'
import { client } from './client.ts'
import { paceAfter } from './pace.ts'

/** How long changes are gathered before what shows them is read again: a training loop tells of many a second. */
const GATHER_MILLISECONDS = 1_000

/** So many pages of a list are read again at once. */
const FEW_PAGES = 2

/** How often a server that went away is looked for. */
const AGAIN_MILLISECONDS = 3_000

/** Reads again what the server says has changed, until `signal` is aborted. After a break all is read again once the server is back. */
export async function followServer(queries: QueryClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await followOnce(queries, signal).catch(() => {
      // The shell says that the server does not answer; here it is waited for.
    })
    do await new Promise((resolve) => setTimeout(resolve, AGAIN_MILLISECONDS))
    while (!(await client.health({ signal })))
    void queries.invalidateQueries()
  }
}

/** Ends, or rejects, when the stream does. Charts and tables stay as they are until something has changed. */
async function followOnce(queries: QueryClient, signal: AbortSignal): Promise<void> {
  let changes: ServerEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const readAgain = createReader(queries)
  const flush = () => {
    const gathered = changes
    changes = []
    timer = undefined
    readAgain(gathered)
  }
  for await (const event of client.events({ signal })) {
    changes.push(event)
    timer ??= setTimeout(flush, GATHER_MILLISECONDS)
  }
}

/** Reads queries again that are concerned: at once, or where that is too much for what has changed, later. */
function createReader(queries: QueryClient): (changes: readonly ServerEvent[]) => void {
  const waiting = new Set<string>()
  return (changes) => {
    const waits = new Map<string, number>()
    for (const query of queries.getQueryCache().getAll()) {
      const pace = paceAfter(changes, query.queryKey)
      if (pace !== undefined) waits.set(query.queryHash, waitOf(query, pace))
    }
    void queries.invalidateQueries({ predicate: ({ queryHash }) => (waits.get(queryHash) ?? Infinity) <= 0 })
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
  return state.dataUpdatedAt + Math.max(pace, pages.length <= FEW_PAGES ? 0 : pages.length * GATHER_MILLISECONDS) - Date.now()
}
