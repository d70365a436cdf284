import { RepriseError } from '@reprise/protocol'
import { type Authentication, authorizationOf } from './authentication.ts'
import { readServerUrl } from './server-url.ts'
import type { Transport, TransportBody, TransportRequest } from './transport.ts'

const DEFAULT_TIMEOUT = 120_000
/** Bytes of a write that a browser is asked to send whatever becomes of its page: of all that are under way it takes 64 KiB. */
const MOST_OUTLIVING = 8_192

export interface HttpTransportOptions {
  /** Of the server, a path prefix included; a user and password in it are used as `auth`. */
  readonly url: string
  readonly auth?: Authentication | undefined
  /** Milliseconds until a request without an answer is given up, default 120,000. Of a download, until it begins; uploads of streams take as long as they take. */
  readonly timeout?: number | undefined
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** In a browser: small writes arrive even where their page is left before they are answered. Default: false. */
  readonly outliveThePage?: boolean | undefined
  /** Default: the runtime's own. */
  readonly fetch?: typeof fetch | undefined
}

/** A transport over the runtime's `fetch`. Throws INVALID_PARAMETER_VALUE when the URL is none of http or https. */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  const { url, auth } = readServerUrl(options.url)
  const authorization = authorizationOf(options.auth ?? auth)
  const headers = { ...options.headers, ...(authorization === undefined ? {} : { authorization }) }
  const exchange = createExchange(url, { ...options, headers })
  return {
    url,
    send: (request) =>
      exchange(request, async (response) => ({
        status: response.status,
        headers: response.headers,
        body: new Uint8Array(await response.arrayBuffer()),
      })),
    open: (request) =>
      exchange(request, (response) => ({
        status: response.status,
        headers: response.headers,
        body: response.body ?? new Blob().stream(),
      })),
  }
}

type Exchange = <Result>(request: TransportRequest, read: (response: Response) => Result | Promise<Result>) => Promise<Result>

function createExchange(url: string, options: HttpTransportOptions): Exchange {
  const { timeout = DEFAULT_TIMEOUT, fetch: send = fetch } = options
  return async (request, read) => {
    const given = request.signal
    given?.throwIfAborted()
    const late = new AbortController()
    const timer = isLong(request.body) ? undefined : setTimeout(() => late.abort(), timeout)
    try {
      const signal = given === undefined ? late.signal : AbortSignal.any([given, late.signal])
      return await read(await send(targetOf(url, request), { ...initOf(request, options), signal }))
    } catch (error) {
      if (given?.aborted === true) throw given.reason
      throw late.signal.aborted ? tooLate(url, timeout) : unreachable(url, error)
    } finally {
      clearTimeout(timer)
    }
  }
}

function targetOf(url: string, { path, query }: TransportRequest): string {
  const text = query?.toString() ?? ''
  return text === '' ? url + path : `${url}${path}?${text}`
}

/** Redirects are followed only where the method survives them: a POST would silently become a GET. */
function initOf({ method, body, headers, effect }: TransportRequest, options: HttpTransportOptions): RequestInit {
  const keepalive =
    options.outliveThePage === true && effect === 'write' && body instanceof Uint8Array && body.length <= MOST_OUTLIVING
      ? { keepalive: true }
      : {}
  const redirect = method === 'GET' ? 'follow' : 'manual'
  const init = { method, headers: { ...options.headers, ...headers }, redirect, ...keepalive } as const
  if (body === undefined) return init
  const sent = (typeof body === 'function' ? body() : body) as Blob | ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>
  return sent instanceof ReadableStream ? { ...init, body: sent, duplex: 'half' } : { ...init, body: sent }
}

function isLong(body: TransportBody | undefined): boolean {
  return body !== undefined && !(body instanceof Uint8Array)
}

function tooLate(url: string, timeout: number): RepriseError {
  return new RepriseError('TEMPORARILY_UNAVAILABLE', `${url} did not answer within ${timeout} ms.`, {
    hint: 'The server may be overloaded; the option `timeout` sets how long to wait.',
  })
}

function unreachable(url: string, cause: unknown): RepriseError {
  return new RepriseError('TEMPORARILY_UNAVAILABLE', `${url} can not be reached: ${reasonOf(cause)}`, {
    hint: `Is a server running at ${url}? \`reprise server\` starts one.`,
    cause,
  })
}

/** What lies behind the "fetch failed" of the runtimes. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0])
  if (cause instanceof Error && cause.message !== '') return cause.message
  return error.message
}
