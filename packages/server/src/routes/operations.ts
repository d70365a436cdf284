import {
  encodeJson,
  type Operation,
  type OperationName,
  operations,
  parseWireJson,
  pathsOf,
  queryToJson,
  RepriseError,
} from '@reprise/protocol'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { assertJson } from '../http/content-type.ts'
import { readBody } from '../http/read-body.ts'
import { sendAnswer } from '../http/send-answer.ts'
import type { ServerParts } from '../parts.ts'
import type { Answer } from '../webhooks/index.ts'
import { idempotencyKeyOf } from './idempotency-key.ts'

/** Milliseconds after which a read is given up. */
const READ_DEADLINE = 60_000

/** A route for every method and path of every operation of the store; some the server answers `instead`. */
export function addOperationRoutes(
  app: FastifyInstance,
  parts: ServerParts & { readonly bodyBytes: number },
  instead: Readonly<Partial<Record<OperationName, Answer>>> = {},
): void {
  for (const [name, operation] of Object.entries(operations) as [OperationName, Operation][]) {
    const answerWith: Answer = instead[name] ?? ((body, context) => parts.store.call(name, body, context))
    for (const url of pathsOf(operation)) {
      app.route({
        method: [...operation.methods],
        url: url.replace(/\{(\w+)\}/g, ':$1'),
        handler: async (request, reply) => {
          const body = withPathFields(
            request.params,
            request.method === 'GET' || request.method === 'HEAD'
              ? encodeQuery(operation, request)
              : await readJson(request, Math.min(parts.bodyBytes, operation.strict?.bodyBytes ?? parts.bodyBytes)),
          )
          const answer = await answerWith(body, {
            idempotencyKey: idempotencyKeyOf(request.raw),
            deadline: operation.effect === 'read' ? READ_DEADLINE : undefined,
          })
          if (operation.effect === 'read') return sendAnswer(request, reply, answer)
          return reply.header('content-type', 'application/json').send(answer)
        },
      })
    }
  }
}

function encodeQuery(operation: Operation, request: FastifyRequest): Uint8Array {
  const question = request.raw.url?.indexOf('?') ?? -1
  const query = new URLSearchParams(question < 0 ? '' : request.raw.url?.slice(question + 1))
  return encodeJson(queryToJson(operation.request, query))
}

/** The request with what stands in its path; a body may say the same again, as MLflow's clients do. */
function withPathFields(fields: unknown, body: Uint8Array): Uint8Array {
  if (typeof fields !== 'object' || fields === null || Object.keys(fields).length === 0) return body
  const rest = body.length === 0 ? {} : parseWireJson(body)
  if (rest === undefined || (typeof rest === 'object' && rest !== null && !Array.isArray(rest))) return encodeJson({ ...rest, ...fields })
  return body
}

async function readJson(request: FastifyRequest, limit: number): Promise<Uint8Array> {
  const body = await readBody(request.raw, limit)
  if (body.length > 0 || request.headers['content-type'] !== undefined) assertJson(request.headers['content-type'])
  if (body.length > 0 && body[0] === OPENING_QUOTE) return unwrapText(body)
  return body
}

const OPENING_QUOTE = 34

/** Very old clients send JSON inside a JSON string. */
function unwrapText(body: Uint8Array): Uint8Array {
  try {
    return Buffer.from(String(JSON.parse(Buffer.from(body).toString('utf8'))))
  } catch (error) {
    throw new RepriseError('BAD_REQUEST', 'The request body is not JSON.', { cause: error })
  }
}
