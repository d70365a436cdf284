import { createHttpTransport, type Transport, type TransportRequest } from '@reprise/client'
import { encodeJson, parseAnswer, RepriseError, toRepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { authenticationOf } from '../../connect/index.ts'

/** Milliseconds: a large store takes its time. A server that says nothing for some minutes is given up before. */
const PATIENCE = 24 * 3_600_000

interface Question {
  /** Of the server. */
  readonly url: string
  readonly request?: Readonly<Record<string, unknown>>
}

/** Has a running server do something to its own store. */
export async function askServer<T>(what: 'gc' | 'fsck', { url, request = {} }: Question, world: World): Promise<T> {
  const { status, body } = await transportTo(url, world).send(toRequest(what, request))
  const answer = parseAnswer(body)
  if (status !== 200) throw failed(answer, status)
  return answer as T
}

/** The bytes of a backup that a running server makes of its own store. */
export async function openBackup(url: string, world: World): Promise<{ body: ReadableStream<Uint8Array>; size: number }> {
  const { status, headers, body } = await transportTo(url, world).open(toRequest('backup', {}))
  if (status !== 200)
    throw failed(parseAnswer(new Uint8Array(await new Response(body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())), status)
  return { body, size: Number(headers.get('content-length')) }
}

function transportTo(url: string, { settings }: World): Transport {
  return createHttpTransport({ url, auth: authenticationOf(settings), timeout: PATIENCE })
}

function toRequest(what: string, request: Readonly<Record<string, unknown>>): TransportRequest {
  const headers = { 'content-type': 'application/json' }
  return { method: 'POST', path: `/api/reprise/1/store/${what}`, headers, body: encodeJson(request), repeatable: false }
}

function failed(answer: unknown, status: number): RepriseError {
  const error = toRepriseError(answer, status === 404 ? 'ENDPOINT_NOT_FOUND' : 'INTERNAL_ERROR')
  if (error.code !== 'ENDPOINT_NOT_FOUND') return error
  return new RepriseError(error.code, 'That server can not look after its store in this way.', {
    hint: 'It is no Reprise server, or an older one.',
    cause: error,
  })
}
