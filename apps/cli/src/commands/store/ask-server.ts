import { createHttpTransport } from '@reprise/client'
import { encodeJson, parseAnswer, toRepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { authenticationOf } from '../../connect/index.ts'

/** Milliseconds: a large store takes its time. */
const PATIENCE = 3_600_000

interface Question {
  /** Of the server. */
  readonly url: string
  readonly request?: Readonly<Record<string, unknown>>
}

/** Has a running server do something to its own store. */
export async function askServer<T>(what: 'gc' | 'fsck', { url, request = {} }: Question, { settings }: World): Promise<T> {
  const transport = createHttpTransport({ url, auth: authenticationOf(settings), timeout: PATIENCE })
  const answer = await transport.send({
    method: 'POST',
    path: `/api/reprise/1/store/${what}`,
    headers: { 'content-type': 'application/json' },
    body: encodeJson(request),
    repeatable: false,
  })
  const body = parseAnswer(answer.body)
  if (answer.status !== 200) throw toRepriseError(body, answer.status === 404 ? 'ENDPOINT_NOT_FOUND' : 'INTERNAL_ERROR')
  return body as T
}
