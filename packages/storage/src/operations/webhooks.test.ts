import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openHandlers, type TestHandlers } from './testing/call-handlers.ts'

let store: TestHandlers
beforeEach(async () => void (store = await openHandlers()))
afterEach(() => store.close())

const hook = { name: 'hook', url: 'http://127.0.0.1:9/hook' }
const create = (input: Readonly<Record<string, unknown>>) => store.call('createWebhook', { ...hook, ...input })

describe('a webhook', () => {
  it('is made as clients of MLflow make it, and described in their words', async () => {
    const events = [{ entity: 'REGISTERED_MODEL', action: 'CREATED' }]
    const { webhook } = await create({ events, description: 'all of it', secret: 's' })
    expect(webhook).toEqual({
      webhook_id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      ...hook,
      description: 'all of it',
      events,
      status: 'ACTIVE',
      creation_timestamp: 1_000_000,
      last_updated_timestamp: 1_000_000,
      subscriptions: ['registered_model.created'],
      experiment_ids: [],
      has_secret: true,
      pending: 0,
      failed: 0,
    })
  })

  it('with events of runs alone is shown to clients of MLflow with one that they know', async () => {
    const { webhook } = await create({ subscriptions: ['run.failed', 'run.failed'] })
    expect([webhook.subscriptions, webhook.events]).toEqual([['run.failed'], [{ entity: 'REGISTERED_MODEL', action: 'CREATED' }]])
  })

  it('takes events of runs from a line of the description', async () => {
    const events = [{ entity: 'PROMPT', action: 'CREATED' }]
    const { webhook } = await create({
      events,
      description: "tells the team\nreprise: run.finished run.failed experiments=0,7 filter=tags.team = 'a b'",
    })
    expect(webhook).toMatchObject({
      events,
      subscriptions: ['run.finished', 'run.failed', 'prompt.created'],
      experiment_ids: ['0', '7'],
      filter: "tags.team = 'a b'",
    })
    const changed = await store.call('updateWebhook', { webhook_id: webhook.webhook_id, description: 'reprise: run.killed' })
    expect(changed.webhook).toMatchObject({ subscriptions: ['run.killed', 'prompt.created'], experiment_ids: [] })
  })

  it('keeps what an update leaves out', async () => {
    const { webhook } = await create({
      subscriptions: ['run.failed'],
      experiment_ids: ['3'],
      filter: "params.a = '1'",
      description: 'd',
      secret: 's',
    })
    store.clock += 5
    const { webhook: renamed } = await store.call('updateWebhook', { webhook_id: webhook.webhook_id, name: 'renamed' })
    expect(renamed).toEqual({ ...webhook, name: 'renamed', last_updated_timestamp: 1_000_005 })
    const { webhook: wide } = await store.call('updateWebhook', { webhook_id: webhook.webhook_id, all_experiments: true, filter: '' })
    expect([wide.experiment_ids, wide.filter]).toEqual([[], undefined])
    const events = [{ entity: 'MODEL_VERSION', action: 'CREATED' }]
    const { webhook: both } = await store.call('updateWebhook', { webhook_id: webhook.webhook_id, events })
    expect(both.subscriptions).toEqual(['run.failed', 'model_version.created'])
  })

  it.each([
    [{ name: '-a' }, 'Webhook name'],
    [{ name: 'a'.repeat(64) }, 'Webhook name'],
    [{ url: 'ftp://host/x' }, 'http or https'],
    [{ url: 'host' }, 'http or https'],
    [{ url: 'http://user:pass@host/' }, 'user name or password'],
    [{ subscriptions: [] }, 'non-empty list'],
    [{ subscriptions: ['run.exploded'] }, 'run.exploded'],
    [{ subscriptions: [], description: 'reprise: run.exploded' }, 'run.exploded'],
    [{ subscriptions: [], events: [{ entity: 'RUN', action: 'SET' }] }, 'run.set'],
    [{ experiment_ids: ['x'] }, 'experiment_ids'],
    [{ filter: 'params.a = ' }, 'filter'],
    [{ subscriptions: ['run.started'], filter: "params.a = '1' or tags.b = '2'" }, 'when a run starts'],
  ])('is refused with %j', async (input, words) => {
    const made = create({ subscriptions: ['run.failed'], ...input })
    await expect(made).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    await expect(made).rejects.toThrow(words)
  })

  it('that is not there is told in the words of MLflow', async () => {
    await expect(store.call('getWebhook', { webhook_id: 'x' })).rejects.toThrow('Webhook with ID x not found.')
    await expect(store.call('deleteWebhook', { webhook_id: 'x' })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
  })

  it('is listed in pages, the newest first', async () => {
    for (const name of ['a', 'b', 'c']) await create({ name, subscriptions: ['run.failed'] })
    const first = await store.call('listWebhooks', { max_results: 2 })
    const second = await store.call('listWebhooks', { max_results: 2, page_token: first.next_page_token })
    expect([...first.webhooks, ...second.webhooks].map(({ name }: { name: string }) => name)).toEqual(['c', 'b', 'a'])
    expect(second.next_page_token).toBeUndefined()
  })
})
