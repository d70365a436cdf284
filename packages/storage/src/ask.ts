import {
  decodeMessage,
  encodeJson,
  type InputOfOperation,
  type MessageType,
  type OperationName,
  operations,
  parseAnswer,
  type ResponseFor,
} from '@reprise/protocol'
import type { CallContext, Store } from './store.ts'

/** Asks a store in objects, for what is rare: paths on which every microsecond counts hand bytes on. Rejects as `Store.call` does. */
export async function ask<Name extends OperationName>(
  store: Store,
  name: Name,
  request: InputOfOperation<Name>,
  context?: CallContext,
): Promise<ResponseFor<Name>> {
  const answer = await store.call(name, encodeJson(request), context)
  return decodeMessage(operations[name].response as MessageType, parseAnswer(answer)) as unknown as ResponseFor<Name>
}
