import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { readWebInterface } from './web.ts'

const page = '<!doctype html><title>Reprise</title>'
const script = `console.log(${JSON.stringify('x'.repeat(5_000))})`

describe('the web interface', () => {
  let folder: TemporaryFolder
  let server: TestServer
  beforeAll(async () => {
    folder = await createTemporaryFolder('web')
    mkdirSync(join(folder.path, 'site/assets'), { recursive: true })
    writeFileSync(join(folder.path, 'site/index.html'), page)
    writeFileSync(join(folder.path, 'site/assets/main-abc.js'), script)
    writeFileSync(join(folder.path, 'secret.html'), 'not yours')
    server = await openTestServer({ web: join(folder.path, 'site') })
  })
  afterAll(async () => {
    await server.close()
    await folder.remove()
  })
  const browser = { accept: 'text/html,*/*;q=0.8' }

  it.each([
    ['/', {}],
    ['/', browser],
    ['/experiments', browser],
    ['/r/0af7651916cd43dd8448eb211c80319c/metrics?x=1', browser],
  ])('answers %s with its page (%j)', async (path, headers) => {
    const answer = await server.ask(path, { headers })
    expect([answer.status, answer.text]).toEqual([200, page])
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
    expect(answer.headers['cache-control']).toBe('no-cache')
  })

  it('answers a question about the page without it', async () => {
    const answer = await server.ask('/', { method: 'HEAD' })
    expect([answer.status, answer.text]).toEqual([200, ''])
  })

  it('sends assets for good, and nothing to whom has them', async () => {
    const answer = await server.ask('/assets/main-abc.js')
    expect([answer.status, answer.text]).toEqual([200, script])
    expect(answer.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=604800, immutable',
    })
    const again = await server.ask('/assets/main-abc.js', { headers: { 'if-none-match': String(answer.headers['etag']) } })
    expect([again.status, again.text]).toEqual([304, ''])
  })

  it('zips for those who take it', async () => {
    const answer = await server.ask('/assets/main-abc.js', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(answer.headers['content-encoding']).toBe('gzip')
    expect(Number(answer.headers['content-length'])).toBeLessThan(500)
  })

  it.each([
    '/assets/none.js',
    '/api/2.0/mlflow/none',
    '/none.txt',
    '/../secret.html',
    '/assets/..%2f..%2fsecret.html',
    '/%2e%2e/secret.html',
  ])('does not answer for %s', async (path) => {
    const answer = await server.ask(path, { headers: browser })
    expect(answer.text).not.toContain('not yours')
    expect(answer.text).not.toBe(page)
    expect(answer.status).toBe(404)
  })

  it('leaves what is no question for a page to the API', async () => {
    expect((await server.ask('/experiments')).status).toBe(404)
    expect((await server.ask('/experiments', { method: 'POST', headers: browser })).status).toBe(404)
  })

  it('is not read from a folder that has no page', () => {
    expect(() => readWebInterface(join(folder.path, 'site/assets'))).toThrow('has no index.html')
  })
})
