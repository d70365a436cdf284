import { parseWireJson, RepriseError } from '@reprise/protocol'
import { errorOfAnswer } from '../answer-error.ts'
import type { RetryPolicy } from '../transport/retries.ts'
import { readWhole, type Transport } from '../transport/transport.ts'
import { readEventStream, type StreamMessage } from './read-event-stream.ts'

const PATH = '/api/reprise/1/events'

/** Something that happened on the server, or `reset`: so much happened since `lastEventId` that all must be read afresh. */
export type ServerEvent = ChangeEvent | { readonly id: string; readonly kind: 'reset' }

export interface ChangeEvent {
  /** The position in the feed: pass it as `lastEventId` to go on after it. */
  readonly id: string
  readonly kind:
    | 'experiment-created'
    | 'experiment-updated'
    | 'run-created'
    | 'run-updated'
    | 'run-finished'
    | 'run-deleted'
    | 'run-moved'
    | 'points'
    | 'views-updated'
  /** Milliseconds since 1970. */
  readonly time: number
  /** `-1` where it concerns none: of saved views of pages that belong to no experiment. */
  readonly experimentId: string
  readonly runId?: string
}

export interface EventOptions {
  /** Go on after this position; default: from now on. */
  readonly lastEventId?: string | undefined
  /** Ends the iteration without an error. */
  readonly signal?: AbortSignal | undefined
  /**
   * Called when the stream is connected: from then on everything is told of. `isResumed`: and everything since the last event before, so that
   * nothing was missed.
   */
  readonly onConnect?: ((isResumed: boolean) => void) | undefined
  /** Only of these experiments. */
  readonly experimentIds?: readonly string[] | undefined
  /** Only of these runs. */
  readonly runIds?: readonly string[] | undefined
}

/**
 * Follows the server's event stream. A lost connection is taken up again after the last event; the iteration fails
 * when the server could not be reached `policy.retries` times in a row, or refuses.
 */
export async function* followEvents(
  transport: Transport,
  policy: RetryPolicy,
  options: EventOptions = {},
): AsyncGenerator<ServerEvent, void, undefined> {
  const { signal } = options
  let lastEventId = options.lastEventId
  let failures = 0
  while (!isAborted(signal)) {
    try {
      const stream = await openStream(transport, { ...options, lastEventId })
      failures = 0
      options.onConnect?.(lastEventId !== undefined)
      for await (const message of readEventStream(stream)) {
        lastEventId = message.id ?? lastEventId
        const event = toEvent(message)
        if (event !== undefined) yield event
      }
    } catch (error) {
      if (isAborted(signal)) return
      if (isFinal(error) || failures >= policy.retries) throw error
    }
    const limit = Math.min(policy.longestPause, policy.firstPause * 2 ** failures++)
    await policy.pause(limit * policy.random(), signal).catch(() => undefined)
  }
}

async function openStream(transport: Transport, options: EventOptions): Promise<ReadableStream<Uint8Array>> {
  const query = new URLSearchParams()
  for (const id of options.experimentIds ?? []) query.append('experiment_id', id)
  for (const id of options.runIds ?? []) query.append('run_id', id)
  const { lastEventId, signal } = options
  const headers = { accept: 'text/event-stream', ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) }
  const { body, ...answer } = await transport.open({ method: 'GET', path: PATH, query, headers, signal, repeatable: true })
  if (answer.status === 200) return body
  throw errorOfAnswer({ ...answer, body: await readWhole(body) }, `GET ${transport.url}${PATH}`) ?? unexpected(answer.status)
}

function unexpected(status: number): RepriseError {
  return new RepriseError('INTERNAL_ERROR', `The event stream answered ${status}.`)
}

function toEvent({ id = '', event, data }: StreamMessage): ServerEvent | undefined {
  if (event === 'reset') return { id, kind: 'reset' }
  const change = parseWireJson(new TextEncoder().encode(data)) as Record<string, unknown> | undefined
  if (typeof change !== 'object' || typeof change['experiment_id'] !== 'string') return undefined
  const runId = change['run_id']
  return {
    id,
    kind: event as ChangeEvent['kind'],
    time: Number(change['time']),
    experimentId: change['experiment_id'],
    ...(typeof runId === 'string' ? { runId } : {}),
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

/** Refusals do not get better by asking again; a broken connection may be any kind of error. */
function isFinal(error: unknown): boolean {
  return error instanceof RepriseError && error.status < 500 && error.code !== 'RESOURCE_EXHAUSTED'
}
