import type { InputOfOperation, RunStatus } from '@reprise/protocol'
import { expect, test } from 'vitest'
import type { Store } from '../store.ts'
import { ask, createRun } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

const hook = { name: 'hook', url: 'https://example.org/hook' }
const everyEvent = ['run.started', 'run.finished', 'run.failed', 'run.killed']
const lease = 60_000

async function register(store: Store, input: Partial<InputOfOperation<'createWebhook'>> = {}): Promise<string> {
  const { webhook } = await ask(store, 'createWebhook', { ...hook, subscriptions: everyEvent, ...input })
  return webhook.webhook_id
}

async function end(store: Store, runId: string, status: RunStatus): Promise<void> {
  await ask(store, 'updateRun', { run_id: runId, status, end_time: 5 })
}

async function eventsFor(store: Store, webhookId: string): Promise<string[]> {
  const { deliveries } = await ask(store, 'listDeliveries', { webhook_id: webhookId })
  return deliveries.map(({ event }) => event).toReversed()
}

const claim = (store: Store, webhookId: string, server = 'one', most = 10) =>
  ask(store, 'claimDeliveries', { webhook_id: webhookId, most, server, lease }).then(({ deliveries }) => deliveries)

/** Events of runs, from the write that makes them to what became of them. */
export function describeWebhooks(open: OpenStore): void {
  test(
    'each change of status is one event, and nothing else is',
    withStore(open, async (opened) => {
      const { store } = opened
      const id = await register(store)
      const runId = await createRun(store, { run_name: 'r' }, { idempotencyKey: 'w:1' })
      await createRun(store, { run_name: 'r' }, { idempotencyKey: 'w:1' })
      await ask(store, 'logBatch', { run_id: runId, params: [{ key: 'p', value: '1' }] })
      await ask(store, 'setTag', { run_id: runId, key: 'mlflow.runName', value: 'renamed' })
      await ask(store, 'updateRun', { run_id: runId, run_name: 'again' })
      await ask(store, 'updateRun', { run_id: runId, status: 'RUNNING' })
      for (const status of ['FINISHED', 'FINISHED', 'FAILED', 'SCHEDULED', 'RUNNING', 'KILLED'] as const) await end(store, runId, status)
      await ask(store, 'deleteRun', { run_id: runId })
      await ask(store, 'restoreRun', { run_id: runId })
      const expected = ['run.started', 'run.finished', 'run.failed', 'run.started', 'run.killed']
      expect(await eventsFor(store, id)).toEqual(expected)
      await opened.reopen()
      expect(await eventsFor(opened.store, id)).toEqual(expected)
    }),
  )

  test(
    'writers who end a run at once make one event',
    withStore(open, async ({ store }) => {
      const id = await register(store)
      const runId = await createRun(store)
      await Promise.all(Array.from({ length: 8 }, () => end(store, runId, 'FINISHED')))
      expect(await eventsFor(store, id)).toEqual(['run.started', 'run.finished'])
    }),
  )

  test(
    'a webhook hears of its events in its experiments, while it is active',
    withStore(open, async ({ store }) => {
      const { experiment_id: other } = await ask(store, 'createExperiment', { name: 'other' })
      const all = await register(store, { subscriptions: ['run.failed'] })
      const one = await register(store, { subscriptions: ['run.failed', 'run.finished'], experiment_ids: [other] })
      const off = await register(store, { status: 'DISABLED' })
      const [here, there] = [await createRun(store), await createRun(store, { experiment_id: other })]
      await end(store, here, 'FAILED')
      await end(store, there, 'FAILED')
      const heard = await ask(store, 'listDeliveries', {})
      expect(heard.deliveries.map(({ webhook_id, run_id }) => [webhook_id, run_id]).toReversed()).toEqual(
        expect.arrayContaining([
          [all, here],
          [all, there],
          [one, there],
        ]),
      )
      expect(heard.deliveries).toHaveLength(3)
      await ask(store, 'updateWebhook', { webhook_id: off, status: 'ACTIVE' })
      await ask(store, 'updateWebhook', { webhook_id: one, status: 'DISABLED' })
      await end(store, there, 'FINISHED')
      expect([await eventsFor(store, off), await eventsFor(store, one)]).toEqual([['run.finished'], ['run.failed']])
      await ask(store, 'deleteWebhook', { webhook_id: all })
      expect((await ask(store, 'listDeliveries', {})).deliveries).toHaveLength(2)
    }),
  )

  test(
    'what one server took no other gets, and what became of it is kept once',
    withStore(open, async ({ store }) => {
      const id = await register(store, { secret: 'kept' })
      const runId = await createRun(store)
      await end(store, runId, 'FINISHED')
      expect((await ask(store, 'nextDeliveries', {})).webhooks.map(({ webhook_id: webhook }) => webhook)).toEqual([id])
      const [first, ...more] = await claim(store, id, 'one', 1)
      expect([first?.delivery.event, first?.secret, more]).toEqual(['run.started', 'kept', []])
      expect((await claim(store, id)).map(({ delivery }) => delivery.event)).toEqual(['run.finished'])
      expect(await claim(store, id)).toEqual([])
      const row = first?.id ?? 0
      const record = { id: row, state: 'DELIVERED', sent: true, response_status: 204 } as const
      expect(await ask(store, 'recordDelivery', { ...record, server: 'somebody' })).toEqual({ kept: false })
      expect(await ask(store, 'recordDelivery', { ...record, server: 'one' })).toEqual({ kept: true })
      expect(await ask(store, 'recordDelivery', { ...record, server: 'one' })).toEqual({ kept: false })
      const { deliveries } = await ask(store, 'listDeliveries', { state: 'DELIVERED' })
      expect(deliveries).toMatchObject([{ delivery_id: first?.delivery.delivery_id, attempts: 1, response_status: 204 }])
    }),
  )

  test(
    'a delivery that fails is due again with what was sent, and those given up go out again by hand under the same id',
    withStore(open, async ({ store }) => {
      const id = await register(store, { subscriptions: ['run.started'] })
      await createRun(store)
      const [first] = await claim(store, id)
      const row = first?.id ?? 0
      const failed = { id: row, server: 'one', sent: true, error: 'refused', body: '{}' } as const
      await ask(store, 'recordDelivery', { ...failed, state: 'PENDING', due: Date.now() + 3_600_000 })
      expect(await claim(store, id)).toEqual([])
      const [waiting] = (await ask(store, 'nextDeliveries', {})).webhooks
      expect(Number(waiting?.due)).toBeGreaterThan(Date.now())
      await ask(store, 'redeliver', { delivery_id: first?.delivery.delivery_id })
      const [again] = await claim(store, id)
      expect([again?.delivery.delivery_id, again?.body]).toEqual([first?.delivery.delivery_id, '{}'])
      await ask(store, 'recordDelivery', { ...failed, state: 'FAILED' })
      expect((await ask(store, 'getWebhook', { webhook_id: id })).webhook).toMatchObject({ failed: 1, pending: 0 })
      expect(await ask(store, 'redeliver', { webhook_id: id })).toEqual({ deliveries: 1 })
      expect(await claim(store, id)).toHaveLength(1)
    }),
  )

  test(
    'what was delivered is sent again only under a new id',
    withStore(open, async ({ store }) => {
      const id = await register(store, { subscriptions: ['run.started'] })
      await createRun(store)
      const [first] = await claim(store, id)
      await ask(store, 'recordDelivery', { id: first?.id ?? 0, server: 'one', state: 'DELIVERED', sent: true })
      await ask(store, 'redeliver', { delivery_id: first?.delivery.delivery_id })
      const [second] = await claim(store, id)
      expect(second?.delivery.run_id).toBe(first?.delivery.run_id)
      expect(second?.delivery.delivery_id).not.toBe(first?.delivery.delivery_id)
    }),
  )

  test(
    'the outbox is bounded: what is over goes by age and number, what waits by number, oldest first',
    withStore(open, async ({ store }) => {
      const id = await register(store, { subscriptions: ['run.started'] })
      for (let run = 0; run < 6; run++) await createRun(store)
      const bounds = { before: 0, most_pending: 4, most_kept: 100 }
      expect(await ask(store, 'tidyDeliveries', bounds)).toEqual({ dropped: 2, forgotten: 0 })
      expect(await ask(store, 'countDeliveries', {})).toEqual({ pending: 4, failed: 2 })
      for (const { id: row } of await claim(store, id))
        await ask(store, 'recordDelivery', { id: row, server: 'one', state: 'DELIVERED', sent: true })
      expect(await ask(store, 'tidyDeliveries', { ...bounds, most_kept: 5 })).toEqual({ dropped: 0, forgotten: 1 })
      expect(await ask(store, 'tidyDeliveries', { ...bounds, before: Date.now() + 1_000 })).toEqual({ dropped: 0, forgotten: 5 })
    }),
  )

  test(
    'secrets are kept and never answered',
    withStore(open, async (opened) => {
      const id = await register(opened.store, { secret: 'never-shown' })
      await opened.reopen()
      const { store } = opened
      const answers = [await ask(store, 'getWebhook', { webhook_id: id }), await ask(store, 'listWebhooks', {})]
      expect(JSON.stringify(answers)).not.toContain('never-shown')
      expect(answers[0]).toMatchObject({ webhook: { has_secret: true } })
      const { webhook } = await ask(store, 'updateWebhook', { webhook_id: id, secret: '' })
      expect(webhook.has_secret).toBe(false)
    }),
  )
}
