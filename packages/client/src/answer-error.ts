import { type ErrorCode, parseWireJson, RepriseError, toRepriseError } from '@reprise/protocol'

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'ENDPOINT_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'TEMPORARILY_UNAVAILABLE',
  409: 'RESOURCE_CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'RESOURCE_EXHAUSTED',
  501: 'NOT_IMPLEMENTED',
  502: 'TEMPORARILY_UNAVAILABLE',
  503: 'TEMPORARILY_UNAVAILABLE',
  504: 'TEMPORARILY_UNAVAILABLE',
}

interface FailedAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
}

/** The error an answer carries: by its envelope, or by its status when it has none. Undefined for 2xx. */
export function errorOfAnswer({ status, headers, body }: FailedAnswer, asked: string): RepriseError | undefined {
  if (status >= 200 && status < 300) return undefined
  if (status < 400) return redirected(asked, headers.get('location'))
  const fallback = codeByStatus[status] ?? (status < 500 ? 'BAD_REQUEST' : 'INTERNAL_ERROR')
  const envelope = parseWireJson(body)
  if (typeof envelope === 'object' && envelope !== null && 'message' in envelope) return toRepriseError(envelope, fallback)
  return new RepriseError(fallback, `${asked} answered ${status}: ${beginningOf(body)}`)
}

function redirected(asked: string, location: string | null): RepriseError {
  return new RepriseError(
    'ENDPOINT_NOT_FOUND',
    `${asked} redirects${location === null ? '' : ` to ${location}`}, and writes are not redirected.`,
    {
      hint: 'Use the URL it redirects to as the tracking URI.',
    },
  )
}

function beginningOf(body: Uint8Array): string {
  const text = new TextDecoder().decode(body.subarray(0, 200)).replace(/\s+/g, ' ').trim()
  return text === '' ? 'no text' : text
}
