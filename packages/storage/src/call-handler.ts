import { randomUUID } from 'node:crypto'
import {
  assertStrict,
  decodeMessage,
  encodeJson,
  encodeText,
  type MessageType,
  type Operation,
  type OperationName,
  operations,
  parseWireJson,
  RepriseError,
} from '@reprise/protocol'
import type { Connection } from './database.ts'
import { handlers } from './operations/index.ts'
import { EncodedAnswer, type Handler, type HandlerContext } from './store.ts'

/** Parses a request. Throws BAD_REQUEST when it is not JSON. */
export function parseRequest(request: Uint8Array): unknown {
  const json = parseWireJson(request)
  if (json === undefined) throw new RepriseError('BAD_REQUEST', 'The request body is not JSON.')
  return json
}

/** Answers a parsed request with the handler that both backends share. Throws INVALID_PARAMETER_VALUE for what it does not take. */
export async function callHandler(name: OperationName, context: HandlerContext, json: unknown): Promise<Uint8Array> {
  const handler = (handlers as Partial<Record<OperationName, unknown>>)[name] as Handler<OperationName> | undefined
  if (handler === undefined) throw new RepriseError('NOT_IMPLEMENTED', `This store does not know the operation ${name}.`)
  const operation: Operation = operations[name]
  if (operation.strict !== undefined) assertStrict(operation.request, json)
  const answer = await handler(context, decodeMessage(operations[name].request as MessageType, json))
  return answer instanceof EncodedAnswer ? encodeText(answer.json) : encodeJson(answer)
}

/** A handler's context, with what every store takes from the runtime: chance. */
export function createContext(
  connection: Connection,
  artifactRoot: string,
  call: Pick<HandlerContext, 'now' | 'announce' | 'idempotencyKey' | 'internKeys' | 'settle' | 'noteMove'>,
): HandlerContext {
  return { connection, artifactRoot, newRunId: () => randomUUID().replaceAll('-', ''), random: Math.random, ...call }
}
