import {
  decodeMessage,
  encodeJson,
  limits,
  nameOfWebhookEvent,
  type OperationName,
  operations,
  parseWireJson,
  RepriseError,
  runEvents,
  webhookEventNames,
} from '@reprise/protocol'
import { ask, type CallContext, type Store } from '@reprise/storage'
import { exampleBody } from './example-body.ts'
import { describeSendFailure, newDeliveryId, type Sender } from './sender.ts'

/** How an operation is answered. */
export type Answer = (request: Uint8Array, context: CallContext) => Promise<Uint8Array>

/** What the server does around the store's answers about webhooks: it knows which hosts may be told, keeps secrets, and can send. */
export function createWebhookCalls(
  store: Store,
  sender: Sender,
  dispatcher: { readonly wake: () => void },
): Partial<Record<OperationName, Answer>> {
  const through =
    (name: OperationName, prepare: (request: Uint8Array) => Uint8Array = (request) => request): Answer =>
    async (request, context) => {
      const answer = await store.call(name, prepare(request), context)
      dispatcher.wake()
      return answer
    }
  const guard = (request: Uint8Array): Uint8Array => guardWebhook(sender, request)
  return {
    createWebhook: through('createWebhook', guard),
    updateWebhook: through('updateWebhook', guard),
    redeliver: through('redeliver'),
    testWebhook: (request) => testWebhook(store, sender, request),
  }
}

/** What is no webhook at all is left to the store, which says what is wrong with it. */
function guardWebhook(sender: Sender, request: Uint8Array): Uint8Array {
  const json = parseWireJson(request)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return request
  const { url, secret } = json as { url?: unknown; secret?: unknown }
  if (typeof url === 'string') sender.assertUrl(url)
  const text = typeof secret === 'number' || typeof secret === 'boolean' ? String(secret) : secret
  if (typeof text !== 'string' || text === '') return request
  if (text.length > limits.webhookSecretLength || !text.isWellFormed())
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `'secret' exceeds the maximum length of ${limits.webhookSecretLength} characters, or is no text`,
    )
  return encodeJson({ ...json, secret: sender.seal(text) })
}

/** One attempt, at once, under an id of its own; nothing of it is kept. A receiver that does not answer is told of in the answer, not by an error. */
async function testWebhook(store: Store, sender: Sender, request: Uint8Array): Promise<Uint8Array> {
  const { webhook_id: webhookId, event } = decodeMessage(operations.testWebhook.request, parseRequest(request))
  const { url, secret, subscriptions } = await ask(store, 'readReceiver', { webhook_id: webhookId })
  const name = event === undefined ? (subscriptions[0] ?? runEvents[0]) : nameOfWebhookEvent(event)
  if (!webhookEventNames.includes(name))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `Invalid value "${name}" for parameter 'event' supplied: there is no such event.`)
  const id = newDeliveryId()
  try {
    const answer = await sender.send({ id, url, secret, body: exampleBody(id, name, Date.now()) }, new AbortController().signal)
    const { status, body } = answer
    return encodeJson({ result: { success: status < 400, response_status: status, response_body: body } })
  } catch (error) {
    return encodeJson({ result: { success: false, error_message: `Failed to test webhook: ${describeSendFailure(error)}` } })
  }
}

function parseRequest(request: Uint8Array): unknown {
  const json = parseWireJson(request)
  if (json === undefined) throw new RepriseError('BAD_REQUEST', 'The request body is not JSON.')
  return json
}
