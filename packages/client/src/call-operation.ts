import {
  decodeMessage,
  encodeJson,
  fillPath,
  type InputOfOperation,
  type OperationName,
  operations,
  parseAnswer,
  pathsOf,
  RepriseError,
  type ResponseFor,
} from '@reprise/protocol'
import { errorOfAnswer } from './answer-error.ts'
import type { Transport, TransportRequest } from './transport/transport.ts'

/** Options of one call. */
export interface CallOptions {
  /** `<writer>:<sequence>`, with sequences that grow: the server does each write once, however often it arrives. */
  readonly idempotencyKey?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Writes that do something else when they arrive twice; they are tried again only with an idempotency key. */
const neverTwice = /^(?:create(?!View$)[A-Z]|logModel$|testWebhook$|redeliver$)/

/** Asks one operation of the table. Rejects with a RepriseError, or with the reason of `signal` when that was aborted. */
export async function callOperation<Name extends OperationName>(
  transport: Transport,
  name: Name,
  input: InputOfOperation<Name>,
  options: CallOptions = {},
): Promise<ResponseFor<Name>> {
  const request = toRequest(name, input, options)
  const answer = await transport.send(request)
  const error = errorOfAnswer(answer, `${request.method} ${transport.url}${request.path}`)
  if (error !== undefined) throw error
  return decodeAnswer(name, parseAnswer(answer.body))
}

function toRequest(
  name: OperationName,
  input: Readonly<Record<string, unknown>>,
  { idempotencyKey, signal }: CallOptions,
): TransportRequest {
  const { methods, effect } = operations[name]
  const method = methods[0] ?? 'POST'
  const path = fillPath(pathsOf(operations[name])[0] ?? '', input)
  const repeatable = effect === 'read' || idempotencyKey !== undefined || !neverTwice.test(name)
  const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }
  if (method === 'GET') return { method, path, query: toQuery(input), headers, signal, effect, repeatable }
  return { method, path, body: encodeJson(input), headers: { ...headers, 'content-type': 'application/json' }, signal, effect, repeatable }
}

/** Repeated fields as repeated names; what is not there is left out. */
export function toQuery(input: Readonly<Record<string, unknown>>): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) query.append(name, String(item))
    }
  }
  return query
}

function decodeAnswer<Name extends OperationName>(name: Name, answer: unknown): ResponseFor<Name> {
  try {
    return decodeMessage(operations[name].response, answer) as ResponseFor<Name>
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new RepriseError('INTERNAL_ERROR', `The server's answer to ${name} is not what the protocol promises: ${why}`, { cause })
  }
}
