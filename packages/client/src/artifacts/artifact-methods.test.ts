import { describe, expect, it } from 'vitest'
import { createClient } from '../client.ts'
import { answerJson, serve } from '../testing/serve.ts'
import { readWhole } from '../transport/transport.ts'

const uri = 'mlflow-artifacts:/1/run/artifacts'
const prefix = '/api/2.0/mlflow-artifacts/artifacts'

describe('artifacts', () => {
  it('lists a folder with paths relative to the run', async () => {
    const files = [
      { path: 'a.txt', is_dir: false, file_size: 3 },
      { path: 'deep', is_dir: true },
    ]
    await using server = await serve((_request, response) => answerJson(response, { files }))
    expect(await createClient({ url: server.url }).listArtifacts(uri, 'sub/')).toEqual([
      { path: 'sub/a.txt', isFolder: false, size: 3 },
      { path: 'sub/deep', isFolder: true },
    ])
    expect(server.received[0]?.url).toBe(`${prefix}?path=1%2Frun%2Fartifacts%2Fsub`)
  })

  it('finds nothing in a folder that is not there', async () => {
    await using server = await serve((_request, response) => answerJson(response, {}))
    expect(await createClient({ url: server.url }).listArtifacts(uri)).toEqual([])
  })

  it('uploads bytes, blobs and streams to an encoded path', async () => {
    await using server = await serve((_request, response) => answerJson(response, {}))
    const client = createClient({ url: server.url })
    await client.uploadArtifact(uri, 'a b/ü%.txt', new TextEncoder().encode('bytes'), { contentType: 'text/plain' })
    await client.uploadArtifact(uri, 'blob', new Blob(['blob']))
    await client.uploadArtifact(uri, 'stream', new Blob(['stream']).stream())
    await client.uploadArtifact(`mlflow-artifacts://host:1/1/run/artifacts`, 'function', () => new Blob(['function']).stream())
    expect(server.received.map(({ method, url, body }) => [method, url, body.toString()])).toEqual([
      ['PUT', `${prefix}/1/run/artifacts/a%20b/%C3%BC%25.txt`, 'bytes'],
      ['PUT', `${prefix}/1/run/artifacts/blob`, 'blob'],
      ['PUT', `${prefix}/1/run/artifacts/stream`, 'stream'],
      ['PUT', `${prefix}/1/run/artifacts/function`, 'function'],
    ])
    expect(server.received[0]?.headers['content-type']).toBe('text/plain')
  })

  it('makes a fresh stream for a second try, and tries a bare stream once', async () => {
    await using server = await serve((_request, response, before) => answerJson(response, {}, before === 0 ? 503 : 200))
    const client = createClient({ url: server.url, retries: { firstPause: 1 } })
    await client.uploadArtifact(uri, 'a', () => new Blob(['twice']).stream())
    expect(server.received.map(({ body }) => body.toString())).toEqual(['twice', 'twice'])
    await using busy = await serve((_request, response) => answerJson(response, {}, 503))
    await expect(createClient({ url: busy.url }).uploadArtifact(uri, 'a', new Blob(['x']).stream())).rejects.toThrow('503')
    expect(busy.received).toHaveLength(1)
  })

  it('downloads as a stream, and deletes', async () => {
    await using server = await serve((request, response) => (request.method === 'GET' ? response.end('content') : answerJson(response, {})))
    const client = createClient({ url: server.url })
    expect(new TextDecoder().decode(await readWhole(await client.downloadArtifact(uri, 'a.txt')))).toBe('content')
    await client.deleteArtifact(uri, 'a.txt')
    expect(server.received[1]).toMatchObject({ method: 'DELETE', url: `${prefix}/1/run/artifacts/a.txt` })
  })

  it('reads a part of a file, says how large the file is, and nothing behind its end', async () => {
    await using server = await serve((request, response) => {
      const [, start = 0, end = 0] = (/bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []).map(Number)
      const isBehind = start >= 10
      response.writeHead(isBehind ? 416 : 206, { 'content-range': isBehind ? 'bytes */10' : `bytes ${start}-9/10` })
      response.end('0123456789'.slice(start, end + 1))
    })
    const client = createClient({ url: server.url })
    const read = async (start: number, end: number) => {
      const { bytes, size } = await client.readArtifact(uri, 'a.txt', { start, end })
      return [new TextDecoder().decode(bytes), size]
    }
    expect(await read(2, 5)).toEqual(['234', 10])
    expect(await read(8, 50)).toEqual(['89', 10])
    expect(await read(10, 50)).toEqual(['', 10])
  })

  it('takes the part from the whole where the server knows no ranges', async () => {
    await using server = await serve((_request, response) => response.end('0123456789'))
    const { bytes } = await createClient({ url: server.url }).readArtifact(uri, 'a.txt', { start: 2, end: 5 })
    expect(new TextDecoder().decode(bytes)).toBe('234')
  })

  it('rejects with the error of a download that is not there', async () => {
    await using server = await serve((_request, response) =>
      answerJson(response, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'no a.txt' }, 404),
    )
    await expect(createClient({ url: server.url }).downloadArtifact(uri, 'a.txt')).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    })
  })

  it.each(['../x', 'a/../b', './a', '/a', 'a//b', 'a\\b'])('refuses the path %s before anything is sent', async (path) => {
    await using server = await serve((_request, response) => answerJson(response, {}))
    await expect(createClient({ url: server.url }).uploadArtifact(uri, path, new Uint8Array())).rejects.toMatchObject({
      code: 'INVALID_PARAMETER_VALUE',
    })
    expect(server.received).toHaveLength(0)
  })

  it('says that artifacts kept elsewhere do not go through the server', async () => {
    await expect(createClient({ url: 'http://127.0.0.1:1' }).listArtifacts('s3://bucket/x')).rejects.toThrow(
      'do not go through the tracking server',
    )
  })
})
