import { RepriseError } from '@reprise/protocol'
import { pause } from './pause.ts'
import { readRetryAfter } from './retry-after.ts'
import type { Transport, TransportAnswer, TransportRequest, TransportStream } from './transport.ts'

const STATUSES: ReadonlySet<number> = new Set([408, 429, 502, 503, 504])
const LONGEST_RETRY_AFTER = 60_000

/** How often and how soon a request is tried again. */
export interface RetryPolicy {
  /** Tries after the first; default 4. */
  readonly retries: number
  /** Milliseconds the first pause lasts at most; doubled each time. Default 200. */
  readonly firstPause: number
  /** Milliseconds any pause lasts at most, unless the server asks for more. Default 10,000. */
  readonly longestPause: number
  /** 0 ≤ x < 1: a pause is a random part of its limit, so that clients that failed together do not return together. */
  readonly random: () => number
  readonly pause: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>
}

export const defaultRetryPolicy: RetryPolicy = { retries: 4, firstPause: 200, longestPause: 10_000, random: Math.random, pause }

/**
 * Sends repeatable requests again when there was no answer, or one of 408, 429, 502, 503 and 504. Retry-After is
 * waited for, up to a minute. A body that is a bare stream is sent once.
 */
export function withRetries(transport: Transport, policy: RetryPolicy): Transport {
  return {
    url: transport.url,
    send: (request) => attempt(request, policy, () => transport.send(request)),
    open: (request) => attempt(request, policy, () => transport.open(request)),
  }
}

async function attempt<Answer extends TransportAnswer | TransportStream>(
  request: TransportRequest,
  policy: RetryPolicy,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const tries = request.repeatable && !(request.body instanceof ReadableStream) ? policy.retries : 0
  for (let failures = 0; ; failures++) {
    const outcome = await send().catch((error: unknown) => error)
    const answer = isAnswer<Answer>(outcome) ? outcome : undefined
    if (answer !== undefined && !STATUSES.has(answer.status)) return answer
    if (failures >= tries || (answer === undefined && !isTemporary(outcome))) {
      if (answer !== undefined) return answer
      throw outcome
    }
    await discard(answer)
    await policy.pause(pauseBefore(failures, answer, policy), request.signal)
  }
}

function pauseBefore(failures: number, answer: TransportAnswer | TransportStream | undefined, policy: RetryPolicy): number {
  const limit = Math.min(policy.longestPause, policy.firstPause * 2 ** failures)
  const asked = Math.min(LONGEST_RETRY_AFTER, readRetryAfter(answer?.headers.get('retry-after'), Date.now()))
  return Math.max(limit * policy.random(), asked)
}

function isAnswer<Answer>(outcome: unknown): outcome is Answer {
  return typeof outcome === 'object' && outcome !== null && 'headers' in outcome && 'body' in outcome
}

function isTemporary(error: unknown): boolean {
  return error instanceof RepriseError && error.code === 'TEMPORARILY_UNAVAILABLE'
}

/** An unread body would keep its connection. */
async function discard(answer: TransportAnswer | TransportStream | undefined): Promise<void> {
  if (answer?.body instanceof ReadableStream) await answer.body.cancel()
}
