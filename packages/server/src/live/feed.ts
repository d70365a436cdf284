import type { ServerResponse } from 'node:http'
import type { Change, Store } from '@reprise/storage'

const PAGE = 1_000
const HEARTBEAT_MILLISECONDS = 15_000

/** Where a reader begins and what it wants to see. */
export interface FeedRequest {
  /** The position after which to go on; the present when undefined. */
  readonly after: string | undefined
  readonly experiments: ReadonlySet<string> | undefined
  readonly runs: ReadonlySet<string> | undefined
}

export interface LiveFeed {
  /** Writes changes to a response until its reader leaves or the feed is closed. */
  serve(response: ServerResponse, request: FeedRequest): Promise<void>
  /** Readers at this moment. */
  readonly readers: number
  close(): void
}

/**
 * Follows the store's changes for any number of readers. Each keeps its own position and is written to no faster
 * than it reads: a slow reader costs one page of memory, never a queue.
 */
export function createFeed(store: Store): LiveFeed {
  const readers = new Set<{ wake: () => void; end: () => void }>()
  const stop = store.onChange(() => {
    for (const reader of readers) reader.wake()
  })
  return {
    get readers() {
      return readers.size
    },
    close: () => {
      stop()
      for (const reader of readers) reader.end()
    },
    serve: async (response, request) => {
      // Before the reader is told that it is connected: what happens from then on is not missed.
      let position = request.after ?? (await store.changesAfter(undefined, 0)).position
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      response.write(': connected\n\n')
      const waiting = createBell()
      let open = true
      const reader = { wake: waiting.ring, end: () => response.end() }
      readers.add(reader)
      response.on('close', () => {
        open = false
        waiting.ring()
      })
      const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MILLISECONDS)
      try {
        while (open) {
          const page = await store.changesAfter(position, PAGE)
          position = page.position
          const text =
            (page.reset ? printReset(position) : '') +
            page.changes
              .filter((change) => isWanted(change, request))
              .map(printChange)
              .join('')
          if (text !== '' && !response.write(text)) await drained(response)
          if (page.changes.length < PAGE) await waiting.rung()
        }
      } finally {
        clearInterval(heartbeat)
        readers.delete(reader)
        response.end()
      }
    },
  }
}

function isWanted(change: Change, { experiments, runs }: FeedRequest): boolean {
  return (
    (experiments?.has(change.experiment_id) ?? true) && (runs === undefined || (change.run_id !== undefined && runs.has(change.run_id)))
  )
}

function printChange({ position, ...change }: Change): string {
  return `id: ${position}\nevent: ${change.kind}\ndata: ${JSON.stringify(change)}\n\n`
}

/** Tells a reader that came back too late that it must read everything afresh. */
function printReset(position: string): string {
  return `id: ${position}\nevent: reset\ndata: {}\n\n`
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.on('drain', done).on('close', done)
  })
}

/** Something to wait for that remembers having been rung. */
function createBell(): { ring: () => void; rung: () => Promise<void> } {
  let isRung = false
  let wake: (() => void) | undefined
  return {
    ring: () => {
      isRung = true
      wake?.()
    },
    rung: async () => {
      if (!isRung) await new Promise<void>((resolve) => (wake = resolve))
      isRung = false
      wake = undefined
    },
  }
}
