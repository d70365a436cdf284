import { ask, type Store } from '@reprise/storage'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Notes one answered request: its operation or route, its status, and how many milliseconds it took. */
export type Observe = (operation: string, status: number, milliseconds: number) => void

export interface ServerMetrics {
  readonly observe: Observe
  /** Counts attempts to tell a webhook of an event, and events that were given up because too many waited. */
  readonly countWebhooks: (outcome: 'delivered' | 'retried' | 'failed' | 'filtered' | 'dropped', count?: number) => void
  /** The page for Prometheus. */
  print(): Promise<{ contentType: string; text: string }>
}

const SECONDS = 1 / 1000

/** Figures of the process, of requests and of the store, in a registry of their own. */
export function createMetrics(store: Store): ServerMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'reprise_http_request_duration_seconds',
    help: 'Time from the first byte of a request to its answer.',
    labelNames: ['operation', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  addStoreGauges(registry, store)
  addOutboxGauge(registry, store)
  const webhooks = new Counter({
    name: 'reprise_webhook_deliveries_total',
    help: 'Attempts to tell a webhook of an event, by what came of them; dropped: events that were given up because too many waited.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  })
  const known = new Map<string, { observe(value: number): void }>()
  return {
    observe: (operation, status, milliseconds) => {
      const name = `${operation} ${status}`
      let child = known.get(name)
      if (child === undefined) known.set(name, (child = requests.labels({ operation, status })))
      child.observe(milliseconds * SECONDS)
    },
    countWebhooks: (outcome, count = 1) => webhooks.inc({ outcome }, count),
    print: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}

function addStoreGauges(registry: Registry, store: Store): void {
  const figures = ['experiments', 'runs', 'journalRows', 'bytes', 'commits', 'writes'] as const
  const gauge = new Gauge({
    name: 'reprise_store',
    help: 'Figures of the store: rows, bytes on disk, group commits and the writes in them since it was opened.',
    labelNames: ['figure'] as const,
    registers: [registry],
    collect: async () => {
      const statistics = await store.statistics()
      for (const figure of figures) gauge.set({ figure }, statistics[figure])
    },
  })
}

function addOutboxGauge(registry: Registry, store: Store): void {
  const gauge = new Gauge({
    name: 'reprise_webhook_outbox',
    help: 'Events that wait to be sent to webhooks, and events that were given up and can be sent again.',
    labelNames: ['state'] as const,
    registers: [registry],
    collect: async () => {
      const { pending, failed } = await ask(store, 'countDeliveries', {})
      gauge.set({ state: 'pending' }, Number(pending))
      gauge.set({ state: 'failed' }, Number(failed))
    },
  })
}
