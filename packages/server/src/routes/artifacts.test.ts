import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'

const ROOT = '/api/2.0/mlflow-artifacts/artifacts'

describe('artifacts over HTTP', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer()
  })
  afterAll(() => server.close())

  const put = (path: string, body: string | Uint8Array) => server.ask(`${ROOT}/${path}`, { method: 'PUT', body })

  it('gives back every byte, with a type, a name and no chance to run in our origin', async () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251)
    expect((await put('0/run/artifacts/a%20b/%C3%BC.bin', bytes)).status).toBe(200)
    const answer = await server.ask(`${ROOT}/0/run/artifacts/a%20b/%C3%BC.bin`)
    expect(answer.headers).toMatchObject({
      'content-length': '300000',
      'content-type': 'application/octet-stream',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="_.bin"; filename*=UTF-8''%C3%BC.bin`,
    })
    await put('page.html', '<script>alert(1)</script>')
    expect((await server.ask(`${ROOT}/page.html`)).headers['content-disposition']).toContain('attachment')
  })

  it('says nothing in the log of downloads that ended well', async () => {
    const lines: string[] = []
    const quiet = await openTestServer({ log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }) })
    await quiet.ask(`${ROOT}/a`, { method: 'PUT', body: 'x'.repeat(1_000_000) })
    for (let round = 0; round < 5; round++)
      expect((await quiet.ask(`${ROOT}/a`, { headers: { connection: 'close' } })).text.length).toBe(1_000_000)
    await quiet.close()
    expect(lines).toEqual([])
  })

  it.each([
    ['bytes=0-4', 'hello', 'bytes 0-4/11'],
    ['bytes=6-', 'world', 'bytes 6-10/11'],
    ['bytes=-5', 'world', 'bytes 6-10/11'],
    ['bytes=6-99', 'world', 'bytes 6-10/11'],
  ])('answers the range %s', async (range, text, described) => {
    await put('hello.txt', 'hello world')
    const answer = await server.ask(`${ROOT}/hello.txt`, { headers: { range } })
    expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([206, text, described])
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it.each(['bytes=9-2', 'lines=1-2', 'bytes=0-1,3-4'])('gives the whole file for the range %s', async (range) => {
    await put('hello.txt', 'hello world')
    expect(await server.ask(`${ROOT}/hello.txt`, { headers: { range } })).toMatchObject({ status: 200, text: 'hello world' })
  })

  it.each(['bytes=11-', 'bytes=50-60', 'bytes=-0'])(
    'says of the range %s that it begins behind the end, and how large the file is',
    async (range) => {
      await put('hello.txt', 'hello world')
      const answer = await server.ask(`${ROOT}/hello.txt`, { headers: { range } })
      expect([answer.status, answer.text, answer.headers['content-range']]).toEqual([416, '', 'bytes */11'])
      await put('empty.txt', '')
      expect((await server.ask(`${ROOT}/empty.txt`, { headers: { range: 'bytes=0-9' } })).status).toBe(200)
    },
  )

  it('tells how large a file is without sending it', async () => {
    await put('hello.txt', 'hello world')
    const answer = await server.ask(`${ROOT}/hello.txt`, { method: 'HEAD' })
    expect([answer.status, answer.text, answer.headers['content-length']]).toEqual([200, '', '11'])
    const part = await server.ask(`${ROOT}/hello.txt`, { method: 'HEAD', headers: { range: 'bytes=0-4' } })
    expect([part.status, part.headers['content-length']]).toEqual([206, '5'])
  })

  it('sends nothing to who has it already, and the whole of what is another by now', async () => {
    await put('hello.txt', 'hello world')
    const etag = String((await server.ask(`${ROOT}/hello.txt`)).headers['etag'])
    expect(await server.ask(`${ROOT}/hello.txt`, { headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, text: '' })
    const range = { range: 'bytes=0-4' }
    expect((await server.ask(`${ROOT}/hello.txt`, { headers: { ...range, 'if-range': etag } })).text).toBe('hello')
    await put('hello.txt', 'hello wide world')
    expect((await server.ask(`${ROOT}/hello.txt`, { headers: { 'if-none-match': etag } })).status).toBe(200)
    expect((await server.ask(`${ROOT}/hello.txt`, { headers: { ...range, 'if-range': etag } })).text).toBe('hello wide world')
  })

  it('tells a folder from what is not there, in the words of MLflow', async () => {
    const { run } = (await server.post('/runs/create', { experiment_id: '0' })).json
    const folder = (run.info.artifact_uri as string).replace('mlflow-artifacts:/', '')
    await put(`${folder}/model/deep/weights.bin`, 'w')
    const ask = (url: string) => server.ask(url).then(({ status, json }) => [status, json.error_code, json.message])
    const byRun = `/get-artifact?run_id=${run.info.run_id}&path=`
    const isFolder = (path: string) => [400, 'INVALID_PARAMETER_VALUE', `Artifact path refers to a directory, not a file: '${path}'`]
    const isMissing = (path: string) => [404, 'RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`]
    expect(await ask(`${ROOT}/${folder}/model`)).toEqual(isFolder(`${folder}/model`))
    expect(await ask(`${byRun}model/deep`)).toEqual(isFolder('model/deep'))
    expect(await ask(`${ROOT}/${folder}/mode`)).toEqual(isMissing(`${folder}/mode`))
    expect(await ask(`${byRun}model/none`)).toEqual(isMissing('model/none'))
  })

  it('lists names relative to the folder, and by run with their folder', async () => {
    const { run } = (await server.post('/runs/create', { experiment_id: '0' })).json
    const folder = (run.info.artifact_uri as string).replace('mlflow-artifacts:/', '')
    await put(`${folder}/logs/a.txt`, 'a')
    await put(`${folder}/b.txt`, 'bb')
    expect((await server.ask(`${ROOT}?path=${folder}`)).json).toEqual({
      files: [
        { path: 'b.txt', is_dir: false, file_size: 2 },
        { path: 'logs', is_dir: true },
      ],
    })
    const byRun = `/api/2.0/mlflow/artifacts/list?run_id=${run.info.run_id}`
    expect((await server.ask(`${byRun}&path=logs/`)).json).toEqual({
      root_uri: run.info.artifact_uri,
      files: [{ path: 'logs/a.txt', is_dir: false, file_size: 1 }],
    })
    expect((await server.ask(`${byRun}&path=../..`)).status).toBe(400)
    expect((await server.ask(`/get-artifact?run_uuid=${run.info.run_id}&path=b.txt`)).text).toBe('bb')
    expect((await server.ask(`${ROOT}?path=nothing`)).json).toEqual({})
  })

  it.each(['../x', '%2e%2e/x', '%252e%252e/x', 'a/../../x', '/etc/passwd', '%2Fetc%2Fpasswd', 'a//b', '.uploads/x', 'a%00b', 'a%5C..%5Cb'])(
    'refuses the path %s',
    async (path) => {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const answer = await server.ask(`${ROOT}/${path}`, { method, ...(method === 'PUT' ? { body: 'x' } : {}) })
        expect([answer.status, answer.json.message]).toEqual([400, 'Invalid path'])
      }
    },
  )

  it('says what is missing, and deletes what is there', async () => {
    await put('folder/file', 'x')
    expect((await server.ask(`${ROOT}/folder`, { method: 'DELETE' })).status).toBe(200)
    expect(await server.ask(`${ROOT}/folder/file`)).toMatchObject({ status: 404, json: { message: "No such artifact: 'folder/file'" } })
  })

  it('takes a file in parts, and joins them in order', async () => {
    const mpu = '/api/2.0/mlflow-artifacts/mpu'
    const json = { 'content-type': 'application/json' }
    const create = await server.ask(`${mpu}/create/big/file.bin`, {
      method: 'POST',
      headers: json,
      body: '{"path":"file.bin","num_parts":2}',
    })
    const { upload_id: uploadId, credentials } = create.json as { upload_id: string; credentials: { url: string; part_number: number }[] }
    const parts = []
    for (const { url, part_number: number } of credentials.toReversed()) {
      const answer = await server.ask(new URL(url).pathname, { method: 'PUT', body: `part ${number} ` })
      parts.unshift({ part_number: number, etag: answer.headers['etag'], url })
    }
    const complete = await server.ask(`${mpu}/complete/big/file.bin`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ upload_id: uploadId, parts }),
    })
    expect(complete.status).toBe(200)
    expect((await server.ask(`${ROOT}/big/file.bin`)).text).toBe('part 1 part 2 ')
    expect(
      (await server.ask(`${mpu}/abort/big/file.bin`, { method: 'POST', headers: json, body: JSON.stringify({ upload_id: uploadId }) }))
        .status,
    ).toBe(404)
  })
})
