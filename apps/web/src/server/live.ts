import type { ServerEvent } from '@reprise/client'
import type { Query, QueryClient } from '@tanstack/react-query'
import { client } from './client.ts'

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
    readAgain(({ queryKey }) => gathered.some((event) => concerns(event, queryKey)))
  }
  for await (const event of client.events({ signal })) {
    changes.push(event)
    timer ??= setTimeout(flush, GATHER_MILLISECONDS)
  }
}

/** Reads queries again: at once, or where somebody has scrolled through many pages, so much more seldom as all of them take longer to read. */
function createReader(queries: QueryClient): (concerned: (query: Query) => boolean) => void {
  const waiting = new Set<string>()
  return (concerned) => {
    void queries.invalidateQueries({ predicate: (query) => concerned(query) && waitOf(query) <= 0 })
    for (const query of queries.getQueryCache().findAll({ predicate: (one) => concerned(one) && waitOf(one) > 0 })) {
      query.invalidate()
      if (waiting.has(query.queryHash)) continue
      waiting.add(query.queryHash)
      setTimeout(() => {
        waiting.delete(query.queryHash)
        void queries.refetchQueries({ queryKey: query.queryKey, exact: true, type: 'active', stale: true })
      }, waitOf(query))
    }
  }
}

/** Milliseconds until a query may be read again: a second for each of its pages after it was read. */
function waitOf({ state }: Query): number {
  const { pages = [] } = (state.data ?? {}) as { readonly pages?: readonly unknown[] }
  return pages.length <= FEW_PAGES ? 0 : state.dataUpdatedAt + pages.length * GATHER_MILLISECONDS - Date.now()
}

/** Whether what a query has read may be old after an event. */
function concerns(event: ServerEvent, [subject, detail, more]: readonly unknown[]): boolean {
  if (event.kind === 'reset') return true
  const isOfRun = event.runId !== undefined && (more === event.runId || (Array.isArray(detail) && detail.includes(event.runId)))
  if (event.kind === 'points') return (subject === 'series' || detail === 'one') && isOfRun
  if (event.kind === 'views-updated') return subject === 'views'
  if (event.kind.startsWith('experiment')) return subject === 'experiments'
  return subject === 'runs' && (detail !== 'one' || isOfRun)
}
