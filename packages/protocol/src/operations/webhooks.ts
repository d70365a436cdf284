import {
  claimedDelivery,
  deliveryState,
  webhook,
  webhookDelivery,
  webhookEvent,
  webhookStatus,
  webhookTestResult,
} from '../entities/webhook.ts'
import { limits } from '../limits.ts'
import { message, optional, repeated, required } from '../schema/field.ts'
import { operation } from './operation.ts'

const webhookId = { webhook_id: required('string', 'Of the webhook.') }
const oneWebhook = message('WebhookAnswer', { webhook: required(webhook, 'The webhook.') })
const nothing = message('Nothing', {})
const described = {
  description: optional(
    'string',
    'What it is for. A line `reprise: run.finished run.failed` subscribes to events of runs, for clients that have no words for them.',
  ),
  events: repeated(webhookEvent, "Events, in MLflow's words."),
  secret: optional('string', 'What is sent is signed with it. Never answered; empty: nothing is signed.'),
  status: optional(webhookStatus, 'Default: ACTIVE.'),
  subscriptions: repeated('string', 'Events by name, such as run.finished.'),
  experiment_ids: repeated('string', 'Only runs of these experiments; none: of all.'),
  filter: optional('string', "Only runs that this filter matches: `params.procedure_name = 'close-issue'`."),
} as const

/** Who is told of what happens to runs. The paths and messages of MLflow's webhooks, with events of runs besides. */
export const webhookOperations = {
  createWebhook: operation({
    methods: ['POST'],
    path: '/mlflow/webhooks',
    family: 'mlflow',
    effect: 'write',
    summary: 'Register an address that is told what happens to runs.',
    request: message('CreateWebhook', {
      name: required('string', 'Up to 63 letters, digits, dots, underscores and hyphens.'),
      url: required('string', 'http or https, without credentials.'),
      ...described,
    }),
    response: oneWebhook,
  }),
  listWebhooks: operation({
    methods: ['GET'],
    path: '/mlflow/webhooks',
    family: 'mlflow',
    effect: 'read',
    summary: 'The webhooks, the newest first.',
    request: message('ListWebhooks', {
      max_results: optional('int32', 'At most 1,000; default 100.'),
      page_token: optional('string', 'From the page before.'),
    }),
    response: message('ListWebhooksAnswer', {
      webhooks: repeated(webhook, 'One page.'),
      next_page_token: optional('string', 'Present while more follow.'),
    }),
  }),
  getWebhook: operation({
    methods: ['GET'],
    path: '/mlflow/webhooks/{webhook_id}',
    family: 'mlflow',
    effect: 'read',
    summary: 'Get a webhook.',
    request: message('GetWebhook', webhookId),
    response: oneWebhook,
  }),
  updateWebhook: operation({
    methods: ['PATCH'],
    path: '/mlflow/webhooks/{webhook_id}',
    family: 'mlflow',
    effect: 'write',
    summary: 'Change a webhook. What is left out stays as it is.',
    request: message('UpdateWebhook', {
      ...webhookId,
      name: optional('string', 'A new name.'),
      url: optional('string', 'A new address, also for what waits to be sent.'),
      ...described,
      all_experiments: optional('bool', 'Runs of all experiments again.'),
    }),
    response: oneWebhook,
  }),
  deleteWebhook: operation({
    methods: ['DELETE'],
    path: '/mlflow/webhooks/{webhook_id}',
    family: 'mlflow',
    effect: 'write',
    summary: 'Delete a webhook, with all that waits to be sent to it.',
    request: message('DeleteWebhook', webhookId),
    response: nothing,
  }),
  testWebhook: operation({
    methods: ['POST'],
    path: '/mlflow/webhooks/{webhook_id}/test',
    family: 'mlflow',
    effect: 'write',
    summary: 'Send a webhook an example, once, and say what it answered.',
    request: message('TestWebhook', { ...webhookId, event: optional(webhookEvent, 'Default: the first it asked for.') }),
    response: message('TestWebhookAnswer', { result: required(webhookTestResult, 'What it answered.') }),
  }),
  listDeliveries: operation({
    methods: ['GET'],
    path: '/webhooks/deliveries',
    family: 'reprise',
    effect: 'read',
    summary: 'What is to be sent to webhooks and what became of it, the newest first.',
    request: message('ListDeliveries', {
      webhook_id: optional('string', 'Only for this webhook.'),
      run_id: optional('string', 'Only of this run.'),
      state: optional(deliveryState, 'Only in this state.'),
      max_results: optional('int32', 'At most 1,000; default 100.'),
      page_token: optional('string', 'From the page before.'),
    }),
    response: message('ListDeliveriesAnswer', {
      deliveries: repeated(webhookDelivery, 'One page.'),
      next_page_token: optional('string', 'Present while more follow.'),
    }),
  }),
  redeliver: operation({
    methods: ['POST'],
    path: '/webhooks/redeliver',
    family: 'reprise',
    effect: 'write',
    summary: 'Send again: one delivery, or all of a webhook that were given up. One that was delivered already goes out under a new id.',
    request: message('Redeliver', {
      delivery_id: optional('string', 'This one.'),
      webhook_id: optional('string', 'All of this webhook that were given up.'),
    }),
    response: message('RedeliverAnswer', { deliveries: required('int64', 'How many will be sent.') }),
  }),
} as const

/** What the server that sends asks of its store. No path leads to them. */
export const outboxOperations = {
  nextDeliveries: operation({
    methods: [],
    path: '',
    family: 'internal',
    effect: 'read',
    summary: 'Active webhooks for which something waits, and since when the first of it is due.',
    request: message('NextDeliveries', {}),
    response: message('NextDeliveriesAnswer', {
      active: required('int64', 'How many webhooks are active.'),
      webhooks: repeated(
        message('DueWebhook', { webhook_id: required('string', 'Of the webhook.'), due: required('int64', 'Milliseconds since 1970.') }),
        'Those for which something waits.',
      ),
    }),
  }),
  claimDeliveries: operation({
    methods: [],
    path: '',
    family: 'internal',
    effect: 'write',
    summary: 'Take deliveries of a webhook that are due: nobody else gets them until the lease ends.',
    request: message('ClaimDeliveries', {
      webhook_id: required('string', 'Of the webhook.'),
      most: required('int32', 'At most so many.'),
      server: required('string', 'Who takes them.'),
      lease: required('int64', 'Milliseconds.'),
    }),
    response: message('ClaimDeliveriesAnswer', { deliveries: repeated(claimedDelivery, 'The longest due first.') }),
  }),
  readReceiver: operation({
    methods: [],
    path: '',
    family: 'internal',
    effect: 'read',
    summary: 'Whom a webhook tells, with its secret as it is kept.',
    request: message('ReadReceiver', webhookId),
    response: message('ReadReceiverAnswer', {
      url: required('string', 'Where to.'),
      secret: optional('string', 'As it is kept.'),
      subscriptions: repeated('string', 'Events by name.'),
    }),
  }),
  recordDelivery: operation({
    methods: [],
    path: '',
    family: 'internal',
    effect: 'write',
    summary: 'Keep what became of a delivery that was taken.',
    request: message('RecordDelivery', {
      id: required('int64', 'Row.'),
      server: required('string', 'Who took it.'),
      state: required(deliveryState, 'PENDING: it is tried again.'),
      due: optional('int64', 'When it is tried again.'),
      sent: required('bool', 'Whether it was sent at all.'),
      response_status: optional('int32', 'Of the answer.'),
      error: optional('string', 'What went wrong.'),
      body: optional('string', 'What was sent, for the next attempt.'),
    }),
    response: message('RecordDeliveryAnswer', {
      kept: required('bool', 'False when somebody else had it by now, or the webhook is gone.'),
    }),
  }),
  tidyDeliveries: operation({
    methods: [],
    path: '',
    family: 'internal',
    effect: 'write',
    summary: 'Forget deliveries that are over and old, and give up the oldest where too many wait.',
    request: message('TidyDeliveries', {
      before: required('int64', 'What was over before is forgotten.'),
      most_pending: required('int64', 'So many may wait.'),
      most_kept: required('int64', 'So many that are over are kept.'),
    }),
    response: message('TidyDeliveriesAnswer', {
      dropped: required('int64', 'How many that waited were given up.'),
      forgotten: required('int64', 'How many that were over were forgotten.'),
    }),
  }),
  countDeliveries: operation({
    methods: [],
    path: '',
    family: 'internal',
    effect: 'read',
    summary: 'How many deliveries there are of each state, up to a limit.',
    request: message('CountDeliveries', { most: optional('int64', `Counting ends there; default ${limits.deliveriesCounted}.`) }),
    response: message('CountDeliveriesAnswer', {
      pending: required('int64', 'Wait.'),
      failed: required('int64', 'Were given up.'),
    }),
  }),
} as const
