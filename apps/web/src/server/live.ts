import type { ServerEvent } from '@reprise/client'
import type { QueryClient } from '@tanstack/react-query'
import { client } from './client.ts'

/** How long changes are gathered before what shows them is read again: a training loop tells of many a second. */
const GATHER_MILLISECONDS = 1_000

/** Reads again what the server says has changed, until `signal` is aborted. Charts and tables stay as they are until then. */
export async function followServer(queries: QueryClient, signal: AbortSignal): Promise<void> {
  let changes: ServerEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    const gathered = changes
    changes = []
    timer = undefined
    void queries.invalidateQueries({ predicate: ({ queryKey }) => gathered.some((event) => concerns(event, queryKey)) })
  }
  for await (const event of client.events({ signal })) {
    changes.push(event)
    timer ??= setTimeout(flush, GATHER_MILLISECONDS)
  }
}

/** Whether what a query has read may be old after an event. */
function concerns(event: ServerEvent, [subject, detail, more]: readonly unknown[]): boolean {
  if (event.kind === 'reset') return true
  const isOfRun = event.runId !== undefined && (more === event.runId || (Array.isArray(detail) && detail.includes(event.runId)))
  if (event.kind === 'points') return (subject === 'series' || detail === 'one') && isOfRun
  if (event.kind.startsWith('experiment')) return subject === 'experiments'
  return subject === 'runs' && (detail !== 'one' || isOfRun)
}
