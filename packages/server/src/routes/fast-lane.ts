import type { IncomingMessage, ServerResponse } from 'node:http'
import { type OperationName, operations, pathsOf } from '@reprise/protocol'
import { assertJson } from '../http/content-type.ts'
import { answerError, answerJson } from '../http/answer.ts'
import { BodyPool } from '../http/body-pool.ts'
import { readBody } from '../http/read-body.ts'
import type { Observe } from '../metrics.ts'
import type { ServerParts } from '../parts.ts'
import { idempotencyKeyOf } from './idempotency-key.ts'

/** What training loops send, thousands of times a second. */
const hot = ['logMetric', 'logBatch', 'logParam', 'setTag', 'createRun'] as const satisfies readonly OperationName[]

/** Answers a request and says so, or leaves it to the framework. */
export type Lane = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Serves the hot writes without the framework, which costs half of what such a request takes. Everything else about
 * them is the same: same paths, checks, errors, figures.
 */
export function createFastLane(
  parts: ServerParts & { readonly bodyBytes: number },
  checks: { check: (request: IncomingMessage) => void; observe: Observe },
): Lane {
  const names = new Map<string, OperationName>(hot.flatMap((name) => pathsOf(operations[name]).map((path) => [path, name] as const)))
  const bodies = new BodyPool()
  return (request, response) => {
    const name = request.method === 'POST' ? names.get(request.url ?? '') : undefined
    if (name === undefined) return false
    const started = performance.now()
    answer(name, request, response)
      .catch((error: unknown) => {
        const known = answerError(response, error)
        if (known.status >= 500) parts.log.error({ err: known, operation: name }, 'request failed')
      })
      .finally(() => checks.observe(name, response.statusCode, performance.now() - started))
    return true
  }

  async function answer(name: OperationName, request: IncomingMessage, response: ServerResponse): Promise<void> {
    checks.check(request)
    const body = await readBody(request, parts.bodyBytes, bodies)
    try {
      assertJson(request.headers['content-type'])
      answerJson(response, await parts.store.call(name, body, { idempotencyKey: idempotencyKeyOf(request) }))
    } finally {
      bodies.giveBack(body)
    }
  }
}
