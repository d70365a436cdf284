import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

describe('operations over HTTP', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer({ bodyBytes: 200_000 })
  })
  afterAll(() => server.close())

  const createRun = async (headers = {}): Promise<string> =>
    (await server.post('/runs/create', { experiment_id: '0', start_time: 1 }, headers)).json.run.info.run_id as string

  it.each(['/api/2.0', '/ajax-api/2.0'])('answers under %s', async (prefix) => {
    const answer = await server.ask(`${prefix}/mlflow/experiments/get?experiment_id=0`)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.json.experiment).toMatchObject({ experiment_id: '0', name: 'Default', lifecycle_stage: 'active' })
  })

  it('logs through the fast lane and reads back through the framework', async () => {
    const run = await createRun()
    const logged = await server.post('/runs/log-batch', {
      run_id: run,
      metrics: [{ key: 'loss', value: 0.5, timestamp: 10, step: 1 }],
      params: [{ key: 'lr', value: '0.1' }],
      tags: [{ key: 'stage', value: 'test' }],
    })
    expect([logged.status, logged.text]).toEqual([200, '{}'])
    const { run: read } = (await server.ask(`/api/2.0/mlflow/runs/get?run_id=${run}`)).json
    expect(read.data).toMatchObject({
      metrics: [{ key: 'loss', value: 0.5, timestamp: 10, step: 1 }],
      params: [{ key: 'lr', value: '0.1' }],
    })
  })

  it('keeps integers beyond 2^53 and odd doubles exact on the way in and out', async () => {
    const run = await createRun()
    const body = `{"run_id":"${run}","key":"m","value":NaN,"timestamp":5,"step":9007199254740993}`
    const headers = { 'content-type': 'application/json' }
    expect((await server.ask('/api/2.0/mlflow/runs/log-metric', { method: 'POST', headers, body })).status).toBe(200)
    const history = await server.ask(`/api/2.0/mlflow/metrics/get-history?run_id=${run}&metric_key=m`)
    expect(history.text).toContain('"step":9007199254740993')
    expect(history.text).toContain('"value":"NaN"')
  })

  it('takes fields from the path, as well as from a body that says them again', async () => {
    const headers = { 'content-type': 'application/json' }
    const { model } = (await server.post('/logged-models', { experiment_id: '0', name: 'm' })).json
    const at = `/api/2.0/mlflow/logged-models/${model.info.model_id}`
    const change = async (method: string, path: string, body?: unknown): Promise<number> =>
      (await server.ask(at + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })).status
    expect(await change('PATCH', '', { model_id: model.info.model_id, status: 'LOGGED_MODEL_READY' })).toBe(200)
    expect(await change('PATCH', '/tags', { tags: [{ key: 'a b/c', value: '1' }] })).toBe(200)
    expect((await server.ask(`/ajax-api/2.0/mlflow/logged-models/${model.info.model_id}`)).json.model.info).toMatchObject({
      name: 'm',
      status: 'LOGGED_MODEL_READY',
      tags: [{ key: 'a b/c', value: '1' }],
    })
    expect(await change('DELETE', '/tags/a%20b%2Fc')).toBe(200)
    expect(await change('DELETE', '/tags/a%20b%2Fc')).toBe(404)
    expect(await change('PATCH', '', [1])).toBe(400)
    expect(await change('PUT', '', {})).toBe(405)
    expect(await change('DELETE', '')).toBe(200)
    expect((await server.ask(at)).json.error_code).toBe('RESOURCE_DOES_NOT_EXIST')
  })

  it('does a write with an idempotency key once, and answers the same run again', async () => {
    const first = await createRun({ 'idempotency-key': 'w:1' })
    expect(await createRun({ 'idempotency-key': 'w:1' })).toBe(first)
    expect(await createRun({ 'idempotency-key': 'w:2' })).not.toBe(first)
    expect((await server.post('/runs/create', { experiment_id: '0' }, { 'idempotency-key': 'no sequence' })).status).toBe(400)
  })

  it.each([
    ['no content type', {}, '{}', 'Content-Type header is missing'],
    ['another content type', { 'content-type': 'text/plain' }, '{}', "must be one of ['application/json']"],
    ['broken JSON', { 'content-type': 'application/json' }, '{"name":', 'not JSON'],
    ['a list', { 'content-type': 'application/json' }, '[1]', 'must be a JSON object'],
  ])('refuses %s with the envelope', async (_what, headers, body, words) => {
    for (const path of ['/experiments/create', '/runs/log-batch']) {
      const answer = await server.ask(`/api/2.0/mlflow${path}`, { method: 'POST', headers, body })
      expect(answer.status).toBe(400)
      expect(answer.json.message).toContain(words)
      expect(answer.json.error_code).toMatch(/INVALID_PARAMETER_VALUE|BAD_REQUEST/)
    }
  })

  it('refuses a body that is too large, and goes on', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(300_000) })
    for (const path of ['/experiments/create', '/runs/log-batch']) {
      const answer = await server.ask(`/api/2.0/mlflow${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      expect([answer.status, answer.json.error_code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
    }
    expect((await server.ask('/health')).text).toBe('OK')
  })

  it('tells an unknown path from a wrong method', async () => {
    expect(await server.ask('/api/2.0/mlflow/nothing')).toMatchObject({ status: 404, json: { error_code: 'ENDPOINT_NOT_FOUND' } })
    expect(await server.ask('/api/2.0/mlflow/runs/create')).toMatchObject({ status: 405, json: { error_code: 'METHOD_NOT_ALLOWED' } })
  })

  it('decodes JSON inside a JSON text, as very old clients send it', async () => {
    const body = JSON.stringify(JSON.stringify({ name: 'inside' }))
    const answer = await server.ask('/api/2.0/mlflow/experiments/create', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(answer.status).toBe(200)
  })

  it('echoes the request id', async () => {
    expect((await server.ask('/health', { headers: { 'x-request-id': 'abc-1' } })).headers['x-request-id']).toBe('abc-1')
  })
})
