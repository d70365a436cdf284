import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { answerJson, serve } from './testing/serve.ts'

describe('calling an operation', () => {
  it('puts the request of a GET into the query, a repeated field as repeated names', async () => {
    await using server = await serve((_request, response) => answerJson(response, { metrics: [] }))
    const client = createClient({ url: server.url })
    await client.getMetricHistoryBulkInterval({ run_ids: ['a', 'b c'], metric_key: 'loss/ä', end_step: 2n ** 60n })
    expect(server.received[0]?.url).toBe(
      '/api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=a&run_ids=b+c&metric_key=loss%2F%C3%A4&end_step=1152921504606846976',
    )
  })

  it('sends NaN, infinities and integers beyond 2^53 exactly', async () => {
    await using server = await serve((_request, response) => answerJson(response, {}))
    const metrics = [
      { key: 'a', value: Number.NaN, timestamp: 1, step: 9007199254740993n },
      { key: 'b', value: Number.NEGATIVE_INFINITY, timestamp: 1 },
    ]
    await createClient({ url: server.url }).logBatch({ run_id: 'r', metrics })
    const body = server.received[0]?.body.toString()
    expect(body).toContain('"value":"NaN","timestamp":1,"step":9007199254740993}')
    expect(body).toContain('"value":"-Infinity"')
  })

  it('reads NaN, infinities and integers beyond 2^53 exactly', async () => {
    await using server = await serve((_request, response) =>
      answerJson(
        response,
        '{"metrics":[{"key":"m","value":"NaN","timestamp":5,"step":9007199254740993},{"key":"m","value":"Infinity","timestamp":6}]}',
      ),
    )
    const { metrics } = await createClient({ url: server.url }).getMetricHistory({ run_id: 'r', metric_key: 'm' })
    expect(metrics).toEqual([
      { key: 'm', value: Number.NaN, timestamp: 5, step: 9007199254740993n },
      { key: 'm', value: Number.POSITIVE_INFINITY, timestamp: 6 },
    ])
  })

  it('rejects with the code, message and hint of the answer', async () => {
    const envelope = { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'Run with id=x not found', hint: 'look elsewhere' }
    await using server = await serve((_request, response) => answerJson(response, envelope, 404))
    await expect(createClient({ url: server.url }).getRun({ run_id: 'x' })).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
      message: 'Run with id=x not found',
      hint: 'look elsewhere',
    })
  })

  it('rejects by status when the answer is not one of a tracking server', async () => {
    await using server = await serve((_request, response) => answerJson(response, '<html>no such page</html>', 404))
    await expect(createClient({ url: server.url }).getRun({ run_id: 'x' })).rejects.toMatchObject({
      code: 'ENDPOINT_NOT_FOUND',
      message: expect.stringMatching(/GET http:\S+\/api\/2\.0\/mlflow\/runs\/get answered 404: <html>no such page/),
    })
  })

  it('names what is missing in an answer that is not as promised', async () => {
    await using server = await serve((_request, response) => answerJson(response, { run: {} }))
    await expect(createClient({ url: server.url }).getRun({ run_id: 'x' })).rejects.toMatchObject({
      code: 'INTERNAL_ERROR',
      message: expect.stringContaining('run.info'),
    })
  })

  it('refuses a redirected write instead of letting it become a read', async () => {
    await using server = await serve((_request, response) => answerJson(response, '', 302, { location: 'https://elsewhere/' }))
    await expect(createClient({ url: server.url }).setTag({ run_id: 'r', key: 'k', value: 'v' })).rejects.toThrow(
      'redirects to https://elsewhere/',
    )
    expect(server.received).toHaveLength(1)
  })

  it('keeps a path prefix and takes user and password out of the URL', async () => {
    await using server = await serve((_request, response) => answerJson(response, {}))
    const url = `${server.url.replace('http://', 'http://ann:pa%3Ass%C3%A9@')}/team/`
    const client = createClient({ url })
    await client.setTag({ run_id: 'r', key: 'k' })
    expect(server.received[0]?.url).toBe('/team/api/2.0/mlflow/runs/set-tag')
    expect(server.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ann:pa:ssé').toString('base64')}`)
    expect(client.url).not.toContain('ann')
  })

  it('sends a token as Bearer, and extra headers', async () => {
    await using server = await serve((_request, response) => answerJson(response, {}))
    await createClient({ url: server.url, auth: { token: 't0' }, headers: { 'x-team': 'blue' } }).setTag({ run_id: 'r', key: 'k' })
    expect(server.received[0]?.headers).toMatchObject({ authorization: 'Bearer t0', 'x-team': 'blue' })
  })

  it('names the URL and how to start a server when none answers', async () => {
    const url = (await serve(() => undefined).then(async (server) => (await server[Symbol.asyncDispose](), server))).url
    await expect(createClient({ url, retries: 0 }).getRun({ run_id: 'x' })).rejects.toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: expect.stringContaining(url),
      hint: expect.stringContaining('reprise server'),
    })
  })

  it('gives up after the timeout, and at once when aborted', async () => {
    await using server = await serve(() => undefined)
    const client = createClient({ url: server.url, timeout: 50, retries: 0 })
    await expect(client.getRun({ run_id: 'x' })).rejects.toThrow('did not answer within 50 ms')
    const reason = new Error('enough')
    await expect(client.getRun({ run_id: 'x' }, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })

  it('says whether a server is healthy, and its version', async () => {
    await using server = await serve((request, response) => answerJson(response, request.url === '/version' ? '0.1.0\n' : 'OK'))
    const client = createClient({ url: server.url })
    expect(await client.health()).toBe(true)
    expect(await client.version()).toBe('0.1.0')
    await server[Symbol.asyncDispose]()
    expect(await client.health()).toBe(false)
  })

  it('refuses a URL that is not one', () => {
    expect(() => createClient({ url: 'localhost:5000' })).toThrow("'localhost:5000' is not the URL of a tracking server")
  })
})
