import { enumeration, message, type MessageOf, optional, repeated, required } from '../schema/field.ts'

/** What can happen to runs, in the order of their numbers in stores. */
export const runEvents = ['run.started', 'run.finished', 'run.failed', 'run.killed'] as const
export type RunEventName = (typeof runEvents)[number]

/** Events of MLflow's model registry. Webhooks may ask for them; there is no registry yet that sends them. */
export const registryEvents = [
  'registered_model.created',
  'model_version.created',
  'model_version_tag.set',
  'model_version_tag.deleted',
  'model_version_alias.created',
  'model_version_alias.deleted',
  'prompt.created',
  'prompt_version.created',
  'prompt_tag.set',
  'prompt_tag.deleted',
  'prompt_version_tag.set',
  'prompt_version_tag.deleted',
  'prompt_alias.created',
  'prompt_alias.deleted',
  'budget_policy.exceeded',
] as const

/** Every event a webhook can ask for. */
export const webhookEventNames: readonly string[] = [...runEvents, ...registryEvents]

/** MLflow's numbers; RUN and what happens to runs are ours. */
const webhookEntity = enumeration({
  REGISTERED_MODEL: 1,
  MODEL_VERSION: 2,
  MODEL_VERSION_TAG: 3,
  MODEL_VERSION_ALIAS: 4,
  PROMPT: 5,
  PROMPT_VERSION: 6,
  PROMPT_TAG: 7,
  PROMPT_VERSION_TAG: 8,
  PROMPT_ALIAS: 9,
  BUDGET_POLICY: 10,
  RUN: 1_000,
})
const webhookAction = enumeration({
  CREATED: 1,
  UPDATED: 2,
  DELETED: 3,
  SET: 4,
  EXCEEDED: 5,
  STARTED: 1_000,
  FINISHED: 1_001,
  FAILED: 1_002,
  KILLED: 1_003,
})

export const webhookEvent = message('WebhookEvent', {
  entity: required(webhookEntity, 'What it happens to.'),
  action: required(webhookAction, 'What happens.'),
})

export const webhookStatus = enumeration({ ACTIVE: 1, DISABLED: 2 })

export const webhook = message('Webhook', {
  webhook_id: required('string', 'Of the webhook.'),
  name: required('string', 'Up to 63 letters, digits, dots, underscores and hyphens.'),
  description: optional('string', 'What it is for.'),
  url: required('string', 'Where events are sent, as POST.'),
  events: repeated(
    webhookEvent,
    "MLflow's events among the subscriptions. A webhook that has none of them is shown with registered_model.created, since MLflow's client takes no webhook without.",
  ),
  status: required(webhookStatus, 'A disabled webhook is told nothing that happens; what waits for it goes on waiting.'),
  creation_timestamp: required('int64', 'Milliseconds since 1970.'),
  last_updated_timestamp: required('int64', 'Milliseconds since 1970.'),
  subscriptions: repeated('string', 'Every event it is told of, such as run.finished.'),
  experiment_ids: repeated('string', 'Only runs of these experiments; none: of all.'),
  filter: optional('string', 'Only runs that this filter of the search language matches.'),
  has_secret: required('bool', 'Whether what is sent is signed. Secrets are never answered.'),
  pending: required('int64', 'Events that wait to be sent, or to be sent again.'),
  failed: required('int64', 'Events that were given up and can be sent again by hand.'),
})

export const webhookTestResult = message('WebhookTestResult', {
  success: required('bool', 'Whether the answer was below 400.'),
  response_status: optional('int32', 'Status of the answer; absent when there was none.'),
  response_body: optional('string', 'How the answer begins.'),
  error_message: optional('string', 'Why there was no answer.'),
})

/** `FILTERED`: the webhook's filter did not match the run, so it was not sent. */
export const deliveryState = enumeration({ PENDING: 0, DELIVERED: 1, FAILED: 2, FILTERED: 3 })

export const webhookDelivery = message('WebhookDelivery', {
  delivery_id: required('string', 'The same in every attempt; receivers tell by it what they have seen.'),
  webhook_id: required('string', 'Whom it is for.'),
  event: required('string', 'Such as run.finished.'),
  run_id: required('string', 'The run that it happened to.'),
  experiment_id: required('string', 'Its experiment.'),
  event_time: required('int64', 'When it happened, in milliseconds since 1970.'),
  state: required(deliveryState, 'What became of it.'),
  attempts: required('int64', 'How often it was sent.'),
  next_attempt: optional('int64', 'When it is sent next; absent when it is not.'),
  finished: optional('int64', 'When it was delivered or given up.'),
  response_status: optional('int32', 'Status of the last answer.'),
  error: optional('string', 'What went wrong last.'),
})

/** A delivery with all that is needed to send it; between a store and the server over it. */
export const claimedDelivery = message('ClaimedDelivery', {
  id: required('int64', 'Row.'),
  delivery: required(webhookDelivery, 'What is to be sent.'),
  details: required('string', 'The run as it was when it happened, in JSON.'),
  body: optional('string', 'As it was sent before.'),
  url: required('string', 'Where to.'),
  secret: optional('string', 'As it is kept.'),
  filter: optional('string', 'See the webhook.'),
})

export type Webhook = MessageOf<(typeof webhook)['fields']>
export type WebhookEvent = MessageOf<(typeof webhookEvent)['fields']>
export type WebhookTestResult = MessageOf<(typeof webhookTestResult)['fields']>
export type WebhookDelivery = MessageOf<(typeof webhookDelivery)['fields']>
export type ClaimedDelivery = MessageOf<(typeof claimedDelivery)['fields']>

/** `run.finished` for `{ entity: 'RUN', action: 'FINISHED' }`. */
export function nameOfWebhookEvent({ entity, action }: WebhookEvent): string {
  return `${entity}.${action}`.toLowerCase()
}

/** The other way round. */
export function toWebhookEvent(name: string): WebhookEvent {
  const [entity = '', action = ''] = name.toUpperCase().split('.')
  return { entity, action } as WebhookEvent
}
