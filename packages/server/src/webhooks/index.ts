export { prepareWebhooks, type Webhooks } from './prepare-webhooks.ts'
export type { WebhookSettings } from './settings.ts'
export type { Answer } from './webhook-calls.ts'
