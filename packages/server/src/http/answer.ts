import type { ServerResponse } from 'node:http'
import { encodeJson, RepriseError } from '@reprise/protocol'

const JSON_TYPE = 'application/json'

/** Ends a response with JSON bytes. */
export function answerJson(response: ServerResponse, body: Uint8Array, status = 200): void {
  response.writeHead(status, { 'content-type': JSON_TYPE, 'content-length': body.byteLength })
  response.end(body)
}

/** Ends a response with the error envelope; what is not ours is an INTERNAL_ERROR without its details. */
export function answerError(response: ServerResponse, error: unknown): RepriseError {
  const known = toKnownError(error)
  if (response.headersSent) response.destroy()
  else {
    for (const [name, value] of Object.entries(headersFor(known))) response.setHeader(name, value)
    answerJson(response, encodeJson(known.toEnvelope()), known.status)
  }
  return known
}

/** Everything that may be thrown, as the one error class. */
function toKnownError(error: unknown): RepriseError {
  if (error instanceof RepriseError) return error
  return new RepriseError('INTERNAL_ERROR', 'The server failed on this request; its log says why.', { cause: error })
}

function headersFor(error: RepriseError): Record<string, string> {
  if (error.code === 'UNAUTHENTICATED') return { 'www-authenticate': 'Basic realm="reprise"' }
  if (error.code === 'TEMPORARILY_UNAVAILABLE' || error.code === 'RESOURCE_EXHAUSTED') return { 'retry-after': '1' }
  return {}
}
