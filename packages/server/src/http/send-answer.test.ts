import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { acceptsGzip } from './send-answer.ts'

const zipped = { 'accept-encoding': 'gzip, deflate' }
const elsewhere = { ...zipped, 'x-forwarded-for': '203.0.113.7' }
const browser = { ...zipped, 'sec-fetch-site': 'same-origin' }
const VALUE = 'x'.repeat(5_000)

describe('answers to reads', () => {
  let server: TestServer
  let run: string
  beforeAll(async () => {
    server = await openTestServer()
    run = await createRun(1)
  })
  afterAll(() => server.close())

  /** A run of so many params of 5 kB. */
  async function createRun(count: number): Promise<string> {
    const { run_id } = (await server.post('/runs/create', { experiment_id: '0' })).json.run.info
    const params = Array.from({ length: count }, (_, at) => ({ key: `p${at}`, value: VALUE }))
    for (let at = 0; at < count; at += 100) await server.post('/runs/log-batch', { run_id, params: params.slice(at, at + 100) })
    return run_id as string
  }
  const read = (headers: Record<string, string>, method = 'GET', id = run) =>
    server.ask(`/api/2.0/mlflow/runs/get?run_id=${id}`, { method, headers })

  it.each([
    ['another machine', elsewhere],
    ['a browser', browser],
  ])('are compressed for %s', async (_, headers) => {
    const plain = await read({})
    const answer = await read(headers)
    expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', 'content-type': 'application/json', vary: 'accept-encoding' })
    expect(answer.headers['content-length']).toBe(String(answer.bytes.length))
    expect(answer.bytes.length).toBeLessThan(plain.bytes.length / 4)
    expect(JSON.parse(gunzipSync(answer.bytes).toString('utf8'))).toEqual(plain.json)
  })

  it.each([
    ['who does not ask for it', { 'x-forwarded-for': '203.0.113.7' }],
    ['who refuses it', { 'x-forwarded-for': '203.0.113.7', 'accept-encoding': 'gzip;q=0, identity' }],
    ['programs of the same machine', zipped],
  ])('are sent as they are to %s', async (_, headers) => {
    const answer = await read(headers)
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.headers['vary'], 'a cache must not give them to others').toBe('accept-encoding')
    expect(answer.json.run.data.params[0].value).toBe(VALUE)
  })

  it('have for HEAD the headers that GET has', async () => {
    const [head, get] = [await read(elsewhere, 'HEAD'), await read(elsewhere)]
    expect([head.status, head.bytes.length]).toEqual([200, 0])
    for (const name of ['content-encoding', 'content-length', 'content-type', 'vary']) expect(head.headers[name]).toBe(get.headers[name])
  })

  it('are compressed for POST, too', async () => {
    const { headers, bytes } = await server.post('/runs/search', { experiment_ids: ['0'] }, elsewhere)
    expect(headers['content-encoding']).toBe('gzip')
    expect(JSON.parse(gunzipSync(bytes).toString('utf8')).runs).toHaveLength(1)
  })

  it('are sent as they are where they are small, and where a browser of the same machine would wait for it', async () => {
    const small = await server.ask('/api/2.0/mlflow/experiments/get?experiment_id=0', { headers: elsewhere })
    expect(small.json.experiment.name).toBe('Default')
    const large = await createRun(250)
    expect((await read(browser, 'GET', large)).headers['content-encoding']).toBeUndefined()
    expect((await read(elsewhere, 'GET', large)).headers['content-encoding']).toBe('gzip')
  })

  it('alone are compressed: neither writes, nor errors, nor streams, nor files', async () => {
    const tags = Array.from({ length: 50 }, (_, at) => ({ key: `t${at}`, value: VALUE }))
    const created = await server.post('/runs/create', { experiment_id: '0', tags }, elsewhere)
    expect(created.json.run.data.tags).toHaveLength(51)
    const refused = await server.post('/runs/search', { experiment_ids: ['0'], filter: VALUE }, elsewhere)
    expect([refused.status, refused.headers['content-encoding']]).toEqual([400, undefined])
    const stop = new AbortController()
    const events = await fetch(`${server.url}/api/reprise/1/events`, { headers: elsewhere, signal: stop.signal })
    expect([events.status, events.headers.get('content-encoding')]).toEqual([200, null])
    stop.abort()
    const file = `/api/2.0/mlflow-artifacts/artifacts/0/${run}/artifacts/a.json`
    await server.ask(file, { method: 'PUT', body: JSON.stringify(VALUE) })
    const stored = await server.ask(file, { headers: elsewhere })
    expect([stored.json, stored.headers['content-encoding']]).toEqual([VALUE, undefined])
  })
})

it.each([
  [undefined, false],
  ['', false],
  ['gzip', true],
  ['GZIP', true],
  ['deflate, gzip;q=0.5, br', true],
  ['gzip; q=0', false],
  ['gzip;q=0.0', false],
  ['br', false],
  ['x-gzipped', false],
])('%s takes gzip: %s', (accepted, takes) => {
  expect(acceptsGzip(accepted)).toBe(takes)
})
