import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

describe('PDFs of a run', () => {
  let server: TestServer
  let run: string
  const ask = (path: string, headers = {}) =>
    server.ask(`/api/reprise/1/artifacts/pdf?run_id=${run}&path=${encodeURIComponent(path)}`, { headers })
  beforeAll(async () => {
    server = await openTestServer()
    const { info } = (await server.post('/runs/create', { experiment_id: '0' })).json.run
    run = info.run_id
    const folder = (info.artifact_uri as string).replace('mlflow-artifacts:/', '/api/2.0/mlflow-artifacts/artifacts/')
    await server.ask(`${folder}/deep/r%C3%A9sum%C3%A9.PDF`, { method: 'PUT', body: '%PDF-1.4 and more' })
    await server.ask(`${folder}/page.html`, { method: 'PUT', body: '<script>1</script>' })
    await server.ask(`${folder}/page.pdf`, { method: 'PUT', body: '<script>1</script>' })
  })
  afterAll(() => server.close())

  it('are for a browser to show, and for no other site to frame', async () => {
    const { status, headers, text } = await ask('deep/r\u00e9sum\u00e9.PDF')
    expect([status, text]).toEqual([200, '%PDF-1.4 and more'])
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'inline; filename="r_sum_.PDF"; filename*=UTF-8\'\'r%C3%A9sum%C3%A9.PDF',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "frame-ancestors 'self'",
      'cross-origin-resource-policy': 'same-origin',
    })
    const part = await ask('deep/r\u00e9sum\u00e9.PDF', { range: 'bytes=0-3' })
    expect([part.status, part.text, part.headers['content-type']]).toEqual([206, '%PDF', 'application/pdf'])
  })

  it('are never read as anything else', async () => {
    const { headers } = await ask('page.pdf')
    expect([headers['content-type'], headers['x-content-type-options']]).toEqual(['application/pdf', 'nosniff'])
    expect((await ask('page.html')).json).toMatchObject({ error_code: 'INVALID_PARAMETER_VALUE' })
    expect((await ask('../page.pdf')).status).toBe(400)
    expect((await ask('none.pdf')).status).toBe(404)
    const download = await server.ask(`/get-artifact?run_id=${run}&path=page.pdf`)
    expect(download.headers['content-disposition']).toContain('attachment')
  })
})
