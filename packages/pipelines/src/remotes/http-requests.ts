import { setTimeout as sleep } from 'node:timers/promises'
import { type HttpAnswer, openHttpClient } from '@reprise/objects/http'
import { RepriseError } from '@reprise/protocol/errors'
import type { Settings } from '../config/index.ts'
import { askFetch, type FileBody, toHttpBody } from './http-body.ts'
import type { RemoteOptions } from './remote-store.ts'
import { numberOf, textOf } from './settings.ts'

const TRIES = 4
const PAUSE = 250
const CONNECT_TIMEOUT = 10_000
const TIMEOUT = 60_000
/** Bytes of a body that a server may work on for longer after they have come, and how many times longer. */
const LARGE = 1024 * 1024
const PATIENCE = 60

export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly body?: FileBody
}

/** What was asked for, to be read in one of the two ways. */
export interface HttpFile extends AsyncIterable<Uint8Array> {
  /** Bytes, where the server says how many they are. */
  readonly size: number | undefined
  bytes(): Promise<Uint8Array>
}

export interface Requester {
  /** The answer; undefined when there is nothing at that URL. Rejects for every other answer that is no success. */
  send(request: HttpRequest): Promise<HttpFile | undefined>
  close(): void
}

/** The head of an answer, and what reads the rest. */
interface Answer {
  readonly status: number
  readonly reason: string
  readonly file: HttpFile
  discard(): void
}

/** Sends requests with the credentials of a remote; those that fail for a reason that may pass are sent again. `jobs` are sent at a time. */
export async function createRequester(settings: Settings, options: RemoteOptions & { readonly jobs: number }): Promise<Requester> {
  const headers = await authorize(settings, options)
  const timeout = (numberOf(settings, 'read_timeout') ?? TIMEOUT / 1_000) * 1_000
  const client = await openHttpClient({ sockets: options.jobs, connectTimeout: CONNECT_TIMEOUT, idleTimeout: timeout, tls: {} })
  // What needs more than plain requests is left to `fetch`: proxies, passwords in URLs, and servers that send us on to others.
  let needsFetch = options.environment?.['NODE_USE_ENV_PROXY'] === '1' || process.execArgv.includes('--use-env-proxy')
  const trySend = async (request: HttpRequest): Promise<Answer> => {
    const url = URL.parse(request.url)
    if (needsFetch || url === null || url.username !== '') return toAnswer(await askFetch(request, { headers, timeout }))
    const answer = await client.send(
      { isSecure: url.protocol === 'https:', hostname: url.hostname, port: url.port === '' ? undefined : Number(url.port) },
      {
        method: request.method,
        path: url.pathname + url.search,
        headers: { host: url.host, 'accept-encoding': 'identity', ...headers },
        body: toHttpBody(request.body),
        ...((request.body?.size ?? 0) > LARGE ? { idleTimeout: timeout * PATIENCE } : {}),
      },
    )
    const isElsewhere = answer.status >= 300 && answer.status < 400 && answer.headers.has('location')
    if (!isElsewhere && isAsItIs(answer)) return toOwnAnswer(answer)
    answer.destroy()
    needsFetch = true
    return toAnswer(await askFetch(request, { headers, timeout }))
  }
  return {
    send: async (request) => {
      for (let attempt = 1; ; attempt++) {
        const answer = await trySend(request).catch((error: unknown) => unreachable(request, error))
        if (!(answer instanceof RepriseError)) {
          if (answer.status >= 200 && answer.status < 300) {
            if (request.method !== 'GET') await answer.file.bytes()
            return answer.file
          }
          answer.discard()
          if (answer.status === 404 && request.method !== 'PUT' && request.method !== 'POST') return undefined
        }
        const isPassing = answer instanceof RepriseError || answer.status === 408 || answer.status === 429 || answer.status >= 500
        if (!isPassing || attempt === TRIES) throw answer instanceof RepriseError ? answer : refused(request, answer)
        // Those who failed together do not come back together.
        await sleep(PAUSE * 2 ** attempt * (0.5 + Math.random() / 2))
      }
    },
    close: () => client.close(),
  }
}

/** Nobody asked for bytes that are packed, so few servers send any. */
function isAsItIs({ headers }: HttpAnswer): boolean {
  const encoding = headers.get('content-encoding')?.toLowerCase() ?? ''
  return encoding === '' || encoding === 'identity'
}

function toOwnAnswer(answer: HttpAnswer): Answer {
  const length = answer.headers.get('content-length')
  const file = {
    size: length === undefined ? undefined : Number(length),
    bytes: () => answer.bytes(),
    [Symbol.asyncIterator]: () => answer[Symbol.asyncIterator](),
  }
  return { status: answer.status, reason: answer.reason, file, discard: () => void answer.collect(LARGE) }
}

function toAnswer(response: Response): Answer {
  const file = {
    size: undefined,
    bytes: async () => new Uint8Array(await response.arrayBuffer()),
    [Symbol.asyncIterator]: () => (response.body ?? new Blob([]).stream())[Symbol.asyncIterator](),
  }
  return { status: response.status, reason: response.statusText, file, discard: () => void response.body?.cancel().catch(() => undefined) }
}

async function authorize(settings: Settings, { authorization, askPassword }: RemoteOptions): Promise<Record<string, string>> {
  const [auth, user] = [textOf(settings, 'auth'), textOf(settings, 'user')]
  const isAsked = settings.get('ask_password') === true
  const password = isAsked ? await askPassword?.(`Password of ${user ?? 'the remote'}: `) : textOf(settings, 'password')
  if (isAsked && password === undefined)
    throw new RepriseError('UNAUTHENTICATED', 'The remote asks for a password, and nobody can be asked.')
  if (auth === 'digest')
    throw new RepriseError('NOT_IMPLEMENTED', 'Reprise can not log in with digest authentication.', { hint: 'Use basic or custom.' })
  if (auth === 'custom') {
    const name = textOf(settings, 'custom_auth_header')
    if (name === undefined || password === undefined)
      throw new RepriseError('INVALID_PARAMETER_VALUE', 'auth = custom needs the options custom_auth_header and password.')
    return { [name]: password }
  }
  if (user !== undefined && auth !== undefined)
    return { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` }
  return authorization === undefined ? {} : { authorization }
}

function unreachable({ url }: HttpRequest, error: unknown): RepriseError {
  if (error instanceof RepriseError) throw error
  const { cause, code, message } = error as Error & { readonly code?: string; readonly cause?: { code?: string; message?: string } }
  const reason = cause?.code ?? code ?? cause?.message ?? message
  return new RepriseError('TEMPORARILY_UNAVAILABLE', `${hide(url)} can not be reached (${reason}).`, { cause: error })
}

function refused({ method, url }: HttpRequest, { status, reason }: Answer): RepriseError {
  const code =
    status === 401 ? 'UNAUTHENTICATED' : status === 403 ? 'PERMISSION_DENIED' : status >= 500 ? 'TEMPORARILY_UNAVAILABLE' : 'BAD_REQUEST'
  return new RepriseError(code, `${method} ${hide(url)} was answered with ${status} ${reason}`.trim(), {
    hint:
      status === 405 || status === 501
        ? 'The server may take another method: set `method` of the remote.'
        : status === 401 || status === 403
          ? 'Set auth, user and password of the remote.'
          : 'Ask whoever runs the server.',
  })
}

function hide(url: string): string {
  return url.replace(/\/\/[^/]*@/, '//').replace(/\?.*/, '')
}
