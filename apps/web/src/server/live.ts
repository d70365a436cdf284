import type { ServerEvent } from '@reprise/client'
import type { QueryClient } from '@tanstack/react-query'
import { client } from './client.ts'
import { createReader } from './read-again.ts'

/** How long changes are gathered before what shows them is read again: a training loop tells of many a second. */
const GATHER_MILLISECONDS = 1_000

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
  const onConnect = (isResumed: boolean) => {
    // What was asked for before the stream was connected may be older than what it tells of.
    if (!isResumed) readAgain([{ id: '', kind: 'reset' }])
  }
  for await (const event of client.events({ signal, onConnect })) {
    changes.push(event)
    timer ??= setTimeout(flush, GATHER_MILLISECONDS)
  }
}
