import { setTimeout as sleep } from 'node:timers/promises'
import { RepriseError } from '@reprise/protocol'
import type { Settings } from '../config/index.ts'
import type { RemoteOptions } from './remote-store.ts'
import { numberOf, textOf } from './settings.ts'

const TRIES = 4
const PAUSE = 250
const TIMEOUT = 60_000

export interface HttpRequest {
  readonly method: string
  readonly url: string
  readonly body?: Blob
}

export interface Requester {
  /** The answer; undefined when there is nothing at that URL. Rejects for every other answer that is no success. */
  send(request: HttpRequest): Promise<Response | undefined>
}

/** Sends requests with the credentials of a remote; those that fail for a reason that may pass are sent again. */
export async function createRequester(settings: Settings, options: RemoteOptions): Promise<Requester> {
  const headers = await authorize(settings, options)
  const timeout = (numberOf(settings, 'read_timeout') ?? TIMEOUT / 1_000) * 1_000
  const trySend = async ({ method, url, body }: HttpRequest): Promise<Response> => {
    const waiting = new AbortController()
    // Only of the head of the answer: a file takes as long as it takes.
    const timer = setTimeout(
      () => waiting.abort(new Error(`there was no answer in ${timeout} ms`)),
      body === undefined ? timeout : timeout * 60,
    )
    try {
      return await fetch(url, { method, headers, signal: waiting.signal, ...(body === undefined ? {} : { body }) })
    } finally {
      clearTimeout(timer)
    }
  }
  return {
    send: async (request) => {
      for (let attempt = 1; ; attempt++) {
        const answer = await trySend(request).catch((error: unknown) => unreachable(request, error))
        if (answer instanceof Response && answer.ok) {
          if (request.method !== 'GET') await answer.arrayBuffer()
          return answer
        }
        if (answer instanceof Response) {
          await answer.body?.cancel()
          if (answer.status === 404 && request.method !== 'PUT' && request.method !== 'POST') return undefined
        }
        const isPassing = !(answer instanceof Response) || answer.status === 408 || answer.status === 429 || answer.status >= 500
        if (!isPassing || attempt === TRIES) throw answer instanceof Response ? refused(request, answer) : answer
        await sleep(PAUSE * 2 ** attempt)
      }
    },
  }
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
  const { cause } = error as { cause?: { code?: string; message?: string } }
  const reason = cause?.code ?? cause?.message ?? (error as Error).message
  return new RepriseError('TEMPORARILY_UNAVAILABLE', `${hide(url)} can not be reached (${reason}).`, { cause: error })
}

function refused({ method, url }: HttpRequest, { status, statusText }: Response): RepriseError {
  const code =
    status === 401 ? 'UNAUTHENTICATED' : status === 403 ? 'PERMISSION_DENIED' : status >= 500 ? 'TEMPORARILY_UNAVAILABLE' : 'BAD_REQUEST'
  return new RepriseError(code, `${method} ${hide(url)} was answered with ${status} ${statusText}`.trim(), {
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
