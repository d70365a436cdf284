import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Receiver } from '../testing/open-receiver.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

const fast = { firstPause: 20, timeout: 5_000 }
let server: TestServer
let receiver: Receiver
beforeEach(async () => {
  receiver = await Receiver.open()
  server = await openTestServer({ webhooks: { ...fast, key: 'a key' } })
})
afterEach(async () => {
  await server.close()
  await receiver.stop()
})

async function register(input: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const answer = await server.post('/webhooks', {
    name: 'hook',
    url: receiver.url,
    subscriptions: ['run.started', 'run.finished', 'run.failed', 'run.killed'],
    ...input,
  })
  expect(answer.text).toContain('webhook_id')
  return answer.json.webhook.webhook_id as string
}

async function startRun(input: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { json } = await server.post('/runs/create', { experiment_id: '0', start_time: 1_000, run_name: 'close-issue', ...input })
  return json.run.info.run_id as string
}

const end = (runId: string, status = 'FINISHED') => server.post('/runs/update', { run_id: runId, status, end_time: 3_500 })

async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function deliveries(
  state?: string,
): Promise<{ delivery_id: string; event: string; attempts: number; error?: string; state: string }[]> {
  const { json } = await server.ask(`/api/reprise/1/webhooks/deliveries${state === undefined ? '' : `?state=${state}`}`)
  return json.deliveries ?? []
}

describe('what happens to a run', () => {
  it('is told with what was logged, in the shape of MLflow, with signatures that both schemes verify', async () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    await register({ secret, subscriptions: ['run.finished'] })
    const runId = await startRun({ tags: [{ key: 'team', value: 'ä' }] })
    await server.post('/runs/log-batch', {
      run_id: runId,
      params: [{ key: 'procedure_name', value: 'close-issue' }],
      metrics: [
        { key: 'success', value: 1, timestamp: 1 },
        { key: 'odd', value: 'NaN', timestamp: 1 },
      ],
    })
    await end(runId)
    await until(() => receiver.received.length === 1, 'the event')
    const { headers, body, json } = receiver.received[0]!
    expect(json).toEqual({
      id: headers['webhook-id'],
      event: 'run.finished',
      entity: 'run',
      action: 'finished',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      data: {
        run_id: runId,
        run_name: 'close-issue',
        experiment_id: '0',
        experiment_name: 'Default',
        status: 'FINISHED',
        start_time: 1_000,
        end_time: 3_500,
        duration_seconds: 2.5,
        user_id: '',
        artifact_uri: expect.stringContaining(runId),
        params: { procedure_name: 'close-issue' },
        metrics: { success: 1, odd: 'NaN' },
        tags: { team: 'ä', 'mlflow.runName': 'close-issue' },
      },
    })
    const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    const sign = (key: string | Buffer): string => `v1,${createHmac('sha256', key).update(content).digest('base64')}`
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'Reprise/1.2.3',
      'webhook-signature': sign(Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')),
      'x-mlflow-signature': sign(secret),
      'x-mlflow-delivery-id': headers['webhook-id'],
      'x-mlflow-timestamp': headers['webhook-timestamp'],
    })
    await until(async () => (await deliveries('DELIVERED')).length === 1, 'the record')
  })

  it('is told only where the filter matches', async () => {
    await register({ subscriptions: ['run.finished'], filter: "params.procedure_name = 'close-issue' OR tags.loud = 'yes'" })
    const [quiet, loud] = [await startRun(), await startRun({ tags: [{ key: 'loud', value: 'yes' }] })]
    await end(quiet)
    await end(loud)
    await until(async () => (await deliveries('PENDING')).length === 0, 'both to be over')
    expect(receiver.received.map(({ json }) => json.data.run_id as string)).toEqual([loud])
    expect(await deliveries('FILTERED')).toHaveLength(1)
  })

  it('is told of a run that is deleted by then', async () => {
    await receiver.stop()
    await register({ subscriptions: ['run.killed'] })
    const runId = await startRun()
    await end(runId, 'KILLED')
    await server.post('/runs/delete', { run_id: runId })
    await server.parts.store.collectGarbage({ olderThan: Date.now() + 60_000, deleteArtifacts: async () => undefined })
    await receiver.listen()
    await until(() => receiver.received.length === 1, 'the event')
    expect(receiver.received[0]?.json.data).toMatchObject({ run_id: runId, status: 'KILLED', run_name: 'close-issue' })
  })

  it('is told without the longest lists where it would be too much', async () => {
    await register({ subscriptions: ['run.finished'] })
    const runId = await startRun()
    const params = Array.from({ length: 100 }, (_, index) => ({ key: `p${index}`, value: 'x'.repeat(6_000) }))
    await server.post('/runs/log-batch', { run_id: runId, params, metrics: [{ key: 'm', value: 1, timestamp: 1 }] })
    await end(runId)
    await until(() => receiver.received.length === 1, 'the event')
    expect(receiver.received[0]?.json.data).toMatchObject({ left_out: ['params'], metrics: { m: 1 } })
  })
})

describe('a receiver', () => {
  it('that refuses is asked again, with the same id and body, until it accepts; then never again', async () => {
    let asked = 0
    receiver.react = () => (++asked < 4 ? { status: 503, text: 'not now' } : { status: 200 })
    await register({ subscriptions: ['run.started'] })
    await startRun()
    await until(async () => (await deliveries('DELIVERED')).length === 1, 'delivery')
    expect(receiver.received.map(({ answered }) => answered)).toEqual([503, 503, 503, 200])
    expect(new Set(receiver.received.map(({ headers, body }) => `${String(headers['webhook-id'])} ${body}`)).size).toBe(1)
    expect((await deliveries())[0]).toMatchObject({ attempts: 4 })
  })

  it('that stays away is given up, can be asked by hand, and gets the same id', async () => {
    await server.close()
    server = await openTestServer({ webhooks: { ...fast, attempts: 2 } })
    receiver.react = () => ({ status: 500 })
    const id = await register({ subscriptions: ['run.started'] })
    await startRun()
    await until(async () => (await deliveries('FAILED')).length === 1, 'the end of patience')
    receiver.react = () => ({ status: 200 })
    const answer = await server.ask('/api/reprise/1/webhooks/redeliver', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ webhook_id: id }),
    })
    expect(answer.json).toEqual({ deliveries: 1 })
    await until(async () => (await deliveries('DELIVERED')).length === 1, 'delivery')
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect((await server.ask('/metrics')).text).toMatch(/reprise_webhook_deliveries_total\{outcome="delivered"\} 1/)
  })

  it('that says it is gone is believed', async () => {
    receiver.react = () => ({ status: 410 })
    await register({ subscriptions: ['run.started'] })
    await startRun()
    await until(async () => (await deliveries('FAILED')).length === 1, 'failure')
    expect(receiver.received).toHaveLength(1)
  })

  it('that redirects is not followed', async () => {
    await using other = await Receiver.open()
    receiver.react = () => ({ status: 302, headers: { location: other.url } })
    await register({ subscriptions: ['run.started'] })
    await startRun()
    await until(() => receiver.received.length > 1, 'a second attempt')
    expect(other.received).toEqual([])
  })

  it('that hangs delays no other, no request and not the end of the server', async () => {
    await using slow = await Receiver.open()
    slow.react = () => ({ status: 0 })
    await server.close()
    server = await openTestServer({ webhooks: { timeout: 60_000 } })
    await register({ name: 'slow', url: slow.url })
    await register()
    const runs = await Promise.all(Array.from({ length: 10 }, () => startRun()))
    await Promise.all(runs.map((runId) => end(runId)))
    await until(() => receiver.received.length === 20, 'the events of the other')
    // Nothing hangs here: the test would run into its own timeout.
    const closed = server.close()
    await closed
    expect(slow.received.length).toBeLessThanOrEqual(4)
  })

  it('gets what was left when the server starts again', async () => {
    await receiver.stop()
    await register({ subscriptions: ['run.started'] })
    await startRun()
    await until(async () => (await deliveries())[0]?.attempts !== 0, 'an attempt')
    await receiver.listen()
    await until(() => receiver.received.length === 1, 'delivery')
  })
})

describe('a webhook', () => {
  it('is tested with an example that is signed, and its answer is told', async () => {
    receiver.react = () => ({ status: 418, text: 'teapot' })
    const id = await register({ secret: 's' })
    const { json } = await server.post(`/webhooks/${id}/test`, { event: { entity: 'RUN', action: 'FAILED' } })
    expect(json).toEqual({ result: { success: false, response_status: 418, response_body: 'teapot' } })
    expect(receiver.received[0]?.json).toMatchObject({ event: 'run.failed', data: { is_test: true, status: 'FAILED' } })
    expect(receiver.received[0]?.headers['x-mlflow-signature']).toMatch(/^v1,/)
    await receiver.stop()
    const refused = await server.post(`/webhooks/${id}/test`, {})
    expect(refused.json).toMatchObject({ result: { success: false, error_message: expect.stringContaining('ECONNREFUSED') } })
    expect(await deliveries()).toEqual([])
  })

  it('keeps its secret encrypted, and tells nobody', async () => {
    const id = await register({ secret: 'very secret' })
    const kept = await server.parts.store.call('readReceiver', Buffer.from(JSON.stringify({ webhook_id: id })))
    expect(Buffer.from(kept).toString()).toContain('aes-256-gcm:')
    expect(Buffer.from(kept).toString()).not.toContain('very secret')
    const { text } = await server.ask(`/api/2.0/mlflow/webhooks/${id}`)
    expect(text).not.toContain('aes-256')
  })

  it('may not tell addresses of one link, nobody or everybody, however they are spelled', async () => {
    const hosts = ['169.254.169.254', '[fe80::1]', '[::ffff:169.254.169.254]', '[64:ff9b::a9fe:a9fe]', '0.0.0.0', '0xa9fea9fe', '224.0.0.1']
    for (const host of hosts) {
      const { status, text } = await server.post('/webhooks', { name: 'hook', url: `http://${host}/x`, subscriptions: ['run.failed'] })
      expect([host, status, text]).toEqual([host, 400, expect.stringContaining('may not be sent')])
    }
  })

  it('tells only hosts that are listed, where there is a list, also by address', async () => {
    await server.close()
    server = await openTestServer({ webhooks: { allow: ['*.example.org', '10.0.0.0/8'] } })
    const status = async (url: string): Promise<number> =>
      (await server.post('/webhooks', { name: 'hook', url, subscriptions: ['run.failed'] })).status
    expect(await Promise.all(['https://a.example.org', 'http://10.1.2.3', 'http://10.1.2.3:80', 'http://127.0.0.1'].map(status))).toEqual([
      200, 200, 200, 400,
    ])
    // The name may be in an allowed network; where it is, is seen when it is told.
    const { json } = await server.post('/webhooks', {
      name: 'hook',
      url: receiver.url.replace('127.0.0.1', 'localhost'),
      subscriptions: ['run.failed'],
    })
    const tested = await server.post(`/webhooks/${json.webhook.webhook_id as string}/test`, {})
    expect(tested.json.result.error_message).toContain('may not be sent to localhost')
    expect(receiver.received).toEqual([])
  })
})
