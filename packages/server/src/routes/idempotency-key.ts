import type { IncomingMessage } from 'node:http'

/** `Idempotency-Key: <writer>:<sequence>`; the store checks its form. */
export function idempotencyKeyOf(request: IncomingMessage): string | undefined {
  const header = request.headers['idempotency-key']
  return Array.isArray(header) ? header[0] : header
}
