import { randomUUID } from 'node:crypto'
import type { ClaimedDelivery } from '@reprise/protocol'
import { ask, type Store } from '@reprise/storage'
import type { FastifyBaseLogger } from 'fastify'
import { type AttemptRecord, deliver } from './deliver.ts'
import type { Sender } from './sender.ts'
import type { WebhookSettings } from './settings.ts'

/** Sends what is in the outbox, until it is closed. */
export interface Dispatcher {
  /** There may be something to send, or somebody to send to, that the store says nothing of. */
  wake(): void
  /** Stops: what is under way has a moment to end, then it is left for the next server. Idempotent. */
  close(): Promise<void>
}

export interface DispatcherParts {
  readonly store: Store
  readonly sender: Sender
  readonly settings: WebhookSettings
  readonly log: Pick<FastifyBaseLogger, 'warn' | 'error'>
  /** Told of each attempt. */
  readonly onAttempt: (outcome: 'delivered' | 'retried' | 'failed' | 'filtered') => void
  readonly onDropped: (count: number) => void
}

const MOST_AT_ONCE = 64
/** A slow receiver takes no more of the places than these. */
const MOST_PER_WEBHOOK = 4
/** Milliseconds between two looks at an outbox of which nobody said anything. */
const LOOK_INTERVAL = 5_000
/** Milliseconds between news of the store and the look that follows. */
const NEWS_PAUSE = 25
const TIDY_INTERVAL = 60_000
/** Deliveries that are over, of which is known what became of them. */
const MOST_KEPT = 100_000
/** Milliseconds that requests under way get when the server stops. */
const GRACE = 500
/** Milliseconds beyond the timeout that a claim holds: half of them for reading what is to be sent, half for keeping what became of it. */
const LEASE_RESERVE = 10_000

export function startDispatcher(parts: DispatcherParts): Dispatcher {
  const { store, settings, log } = parts
  const server = randomUUID()
  const stopping = new AbortController()
  const underWay = new Map<string, number>()
  const failing = new Set<string>()
  const attempts = new Set<Promise<void>>()
  let active = 0
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let wakesAt = Infinity
  let looking: Promise<void> | undefined

  const later = (pause: number): void => {
    const at = performance.now() + pause
    if (isClosed || at >= wakesAt) return
    clearTimeout(timer)
    wakesAt = at
    timer = setTimeout(look, pause).unref()
  }

  function look(): void {
    wakesAt = Infinity
    if (looking !== undefined) return later(NEWS_PAUSE)
    looking = lookOnce()
      .catch((error: unknown) => {
        if (!isClosed) log.warn({ err: error }, 'the outbox of webhooks could not be read; it is tried again')
      })
      .finally(() => {
        looking = undefined
        later(LOOK_INTERVAL)
      })
  }

  async function lookOnce(): Promise<void> {
    const next = await ask(store, 'nextDeliveries', {})
    active = Number(next.active)
    const now = Date.now()
    // Those that waited longest first; whoever is slow has no more than its share.
    for (const { webhook_id: webhookId, due } of next.webhooks.toSorted((one, other) => Number(one.due) - Number(other.due))) {
      if (Number(due) > now) later(Math.min(Number(due) - now + 1, LOOK_INTERVAL))
      const most = Math.min(placesOf(webhookId), MOST_AT_ONCE - attempts.size)
      if (isClosed || most <= 0) continue
      if (Number(due) > now && !isFirstLook) continue
      const { deliveries } = await ask(store, 'claimDeliveries', {
        webhook_id: webhookId,
        most,
        server,
        lease: settings.timeout + LEASE_RESERVE,
      })
      for (const claimed of deliveries) attempt(claimed)
    }
    isFirstLook = false
  }
  // What a server that died had claimed in a store of one server is not waited for.
  let isFirstLook = true

  function placesOf(webhookId: string): number {
    return (failing.has(webhookId) ? 1 : MOST_PER_WEBHOOK) - (underWay.get(webhookId) ?? 0)
  }

  function attempt(claimed: ClaimedDelivery): void {
    const { webhook_id: webhookId } = claimed.delivery
    underWay.set(webhookId, (underWay.get(webhookId) ?? 0) + 1)
    const attempted = deliver({ ...parts, signal: stopping.signal, sendBy: performance.now() + LEASE_RESERVE / 2 }, claimed)
      .then(async (record) => {
        await keep(claimed, record)
        note(claimed, record)
      })
      .finally(() => {
        const left = (underWay.get(webhookId) ?? 1) - 1
        if (left > 0) underWay.set(webhookId, left)
        else underWay.delete(webhookId)
        attempts.delete(attempted)
        later(0)
      })
    attempts.add(attempted)
  }

  /** Until it is kept: what a receiver has taken must not be sent again because the store was away for a moment. */
  async function keep(claimed: ClaimedDelivery, record: AttemptRecord): Promise<void> {
    for (let pause = 100; ; pause = Math.min(pause * 2, 5_000)) {
      try {
        await ask(store, 'recordDelivery', { ...record, id: claimed.id, server })
        return
      } catch (error) {
        log.error({ err: error, delivery: claimed.delivery.delivery_id }, 'what became of a webhook could not be kept; it is tried again')
        if (isClosed) return
        await new Promise((resolve) => setTimeout(resolve, pause).unref())
      }
    }
  }

  function note({ delivery }: ClaimedDelivery, { state, error }: AttemptRecord): void {
    const { webhook_id: webhook, delivery_id: id, event } = delivery
    if (state === 'PENDING' || state === 'FAILED') failing.add(webhook)
    else if (state === 'DELIVERED') failing.delete(webhook)
    if (state === 'FAILED') log.warn({ webhook, delivery: id, event, reason: error }, 'a webhook was given up')
    parts.onAttempt(({ PENDING: 'retried', FAILED: 'failed', DELIVERED: 'delivered', FILTERED: 'filtered' } as const)[state])
  }

  const tidying = setInterval(() => {
    if (active === 0) return
    const bounds = { before: Date.now() - settings.keepFor, most_pending: settings.mostPending, most_kept: MOST_KEPT }
    ask(store, 'tidyDeliveries', bounds).then(
      ({ dropped }) => {
        if (dropped === 0) return
        log.warn({ dropped }, 'more events waited to be sent than may, and the oldest were given up')
        parts.onDropped(Number(dropped))
      },
      (error: unknown) => log.warn({ err: error }, 'the outbox of webhooks could not be tidied'),
    )
  }, TIDY_INTERVAL).unref()
  const forget = store.onChange(() => {
    if (active > 0) later(NEWS_PAUSE)
  })
  later(0)

  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    isClosed = true
    clearTimeout(timer)
    clearInterval(tidying)
    forget()
    await looking
    const late = setTimeout(() => stopping.abort(), GRACE)
    await Promise.allSettled(attempts)
    clearTimeout(late)
  }
  return { wake: () => later(0), close: () => (closing ??= close()) }
}
