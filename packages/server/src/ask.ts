import {
  decodeMessage,
  encodeJson,
  type InputOfOperation,
  type OperationName,
  operations,
  parseAnswer,
  type ResponseFor,
} from '@reprise/protocol'
import type { Store } from '@reprise/storage'

/** Asks a store in objects, for what is rare. */
export async function ask<Name extends OperationName>(
  store: Store,
  name: Name,
  request: InputOfOperation<Name>,
): Promise<ResponseFor<Name>> {
  const answer = await store.call(name, encodeJson(request))
  return decodeMessage(operations[name].response, parseAnswer(answer)) as ResponseFor<Name>
}
