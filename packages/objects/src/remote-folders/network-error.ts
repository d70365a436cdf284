/** What Node.js says when there is no connection. */
const codes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
  'EPROTO',
  'ERR_STREAM_PREMATURE_CLOSE',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Why there is no connection, or it broke; undefined for errors that are something else. */
export function networkProblem(error: unknown): string | undefined {
  for (let one = error, depth = 0; one instanceof Error && depth < 8; one = one.cause, depth++) {
    const code = 'code' in one ? one.code : undefined
    if (typeof code === 'string' && codes.has(code)) return code
    if (one instanceof AggregateError && one.errors.length > 0) return networkProblem(one.errors[0])
    if (one.message === 'fetch failed' && !(one.cause instanceof Error && 'code' in one.cause))
      return one.cause instanceof Error ? one.cause.message : one.message
    if (/socket hang up|other side closed|terminated|premature close/i.test(one.message)) return one.message
  }
  return undefined
}
