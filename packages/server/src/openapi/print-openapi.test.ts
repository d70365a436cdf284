import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

type Document = {
  paths: Record<string, Record<string, { operationId?: string }>>
  components: { schemas: Record<string, unknown> }
}

describe('/openapi.json', () => {
  let server: TestServer
  let document: Document
  beforeAll(async () => {
    server = await openTestServer()
    document = (await server.ask('/openapi.json')).json as Document
  })
  afterAll(() => server.close())

  it('describes only what the server answers', async () => {
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const method of Object.keys(methods).filter((name) => name !== 'parameters')) {
        if (path.endsWith('/events')) continue
        const answer = await server.ask(path.replace('{path}', 'x'), {
          method: method.toUpperCase(),
          headers: { 'content-type': 'application/json' },
        })
        expect([path, method, answer.status === 405 || answer.text.includes('ENDPOINT_NOT_FOUND')]).toEqual([path, method, false])
      }
    }
  })

  it('resolves every reference and names every operation once', () => {
    const text = JSON.stringify(document)
    for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) expect(Object.keys(document.components.schemas)).toContain(name)
    const ids = [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('what the server says about itself', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer()
  })
  afterAll(() => server.close())

  it('answers /health, /version and a page that shows its own address', async () => {
    expect((await server.ask('/health')).text).toBe('OK')
    expect((await server.ask('/version')).text).toBe('1.2.3')
    expect((await server.ask('/', { headers: { host: 'localhost:1234' } })).text).toContain('MLFLOW_TRACKING_URI=http://localhost:1234')
  })

  it('counts requests of both lanes and figures of the store for Prometheus', async () => {
    await server.post('/runs/create', { experiment_id: '0' })
    await server.post('/experiments/create', { name: 'counted' })
    const { text } = await server.ask('/metrics')
    expect(text).toContain('reprise_http_request_duration_seconds_count{operation="createRun",status="200"} 1')
    expect(text).toContain('reprise_http_request_duration_seconds_count{operation="/api/2.0/mlflow/experiments/create",status="200"} 1')
    expect(text).toMatch(/reprise_store\{figure="runs"\} 1/)
  })
})
