import type { OperationName } from '@reprise/protocol'
import type { ServerMetrics } from '../metrics.ts'
import type { ServerParts } from '../parts.ts'
import { type Dispatcher, startDispatcher } from './dispatcher.ts'
import { createSender } from './sender.ts'
import { defaultWebhookSettings } from './settings.ts'
import { type Answer, createWebhookCalls } from './webhook-calls.ts'

/** Webhooks of one server. */
export interface Webhooks {
  /** Operations that the server answers itself. */
  readonly calls: Readonly<Partial<Record<OperationName, Answer>>>
  /** Begins to send what is in the outbox. */
  start(): void
  close(): Promise<void>
}

/** Puts the parts together; nothing is sent before the start. */
export function prepareWebhooks({ store, log, version, webhooks }: ServerParts, metrics: Pick<ServerMetrics, 'countWebhooks'>): Webhooks {
  const settings = { ...defaultWebhookSettings, ...webhooks }
  const sender = createSender(settings, version)
  let dispatcher: Dispatcher | undefined
  return {
    calls: createWebhookCalls(store, sender, { wake: () => dispatcher?.wake() }),
    start: () => {
      const onAttempt = (outcome: 'delivered' | 'retried' | 'failed' | 'filtered'): void => metrics.countWebhooks(outcome)
      const onDropped = (count: number): void => metrics.countWebhooks('dropped', count)
      dispatcher ??= startDispatcher({ store, sender, settings, log, onAttempt, onDropped })
    },
    close: async () => dispatcher?.close(),
  }
}
