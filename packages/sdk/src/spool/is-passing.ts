import type { ErrorCode, RepriseError } from '@reprise/protocol'

/** What is wrong with the server, the way to it or the password, not with the request: asking again later may help. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'TEMPORARILY_UNAVAILABLE',
  'RESOURCE_EXHAUSTED',
  'INTERNAL_ERROR',
  'DATA_LOSS',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'ENDPOINT_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
])

export function isPassing(error: RepriseError): boolean {
  return passing.has(error.code)
}
