import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openBucket } from '../index.ts'

// What a service does when it is in trouble, which a real one does not do when it is asked to.
let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

type Answer = (response: ServerResponse, request: IncomingMessage, body: Buffer) => void

const refuse =
  (status: number, code: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>`)
const accept: Answer = (response) => response.writeHead(200, { etag: '"e"' }).end()
const hangUp: Answer = (response) => response.socket?.resetAndDestroy()

/** A service that answers one request after the other; then it accepts everything. */
async function serve(answers: readonly Answer[], settings: object = {}) {
  const asked: { readonly method: string; readonly url: string; readonly authorization: string; readonly body: string }[] = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks)
      const { method = '', url = '', headers } = request
      asked.push({ method, url, authorization: headers.authorization ?? '', body: body.toString() })
      ;(answers[asked.length - 1] ?? accept)(response, request, body)
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const keys = { accessKeyId: 'k', secretAccessKey: 's', region: 'eu-central-1' }
  const bucket = await openBucket({ bucket: 'b', prefix: 'p' }, { endpoint, ...keys, ...settings })
  return { bucket, asked }
}

describe('requests that we send ourselves', () => {
  it.each([
    ['is busy', refuse(503, 'SlowDown')],
    ['asks for fewer requests', refuse(429, 'TooManyRequests')],
    ['fails', refuse(500, 'InternalError')],
    ['waits for the body too long', refuse(400, 'RequestTimeout')],
    ['breaks the connection', hangUp],
    ['is behind a gateway that has nobody', (response) => response.writeHead(502).end('<html>')],
  ] satisfies [string, Answer][])('send bytes again when the service %s', async (_, answer) => {
    const { bucket, asked } = await serve([answer, answer])
    await bucket.putBytes('a b', Buffer.from('bytes'))
    expect(asked.map(({ method, url, body }) => [method, url, body])).toEqual(Array(3).fill(['PUT', '/b/p/a%20b', 'bytes']))
    expect(asked[0]?.authorization).toContain('/eu-central-1/s3/aws4_request')
    bucket.close()
  })

  it.each([
    ['PERMISSION_DENIED', refuse(403, 'AccessDenied')],
    ['UNAUTHENTICATED', refuse(403, 'SignatureDoesNotMatch')],
    ['RESOURCE_DOES_NOT_EXIST', refuse(404, 'NoSuchBucket')],
    ['DATA_LOSS', refuse(400, 'BadDigest')],
    ['INVALID_PARAMETER_VALUE', refuse(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-west-1' })],
  ])('say %s at once, and do not ask again', async (code, answer) => {
    const { bucket, asked } = await serve([answer])
    await expect(bucket.putBytes('x', Buffer.from('bytes'))).rejects.toMatchObject({ code })
    expect(asked.length).toBe(1)
    bucket.close()
  })

  it('give up in the end, with what was wrong', async () => {
    const { bucket, asked } = await serve(Array<Answer>(20).fill(refuse(500, 'InternalError')))
    await expect(bucket.head('x')).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
    expect(asked.length).toBe(4)
    bucket.close()
  })

  it('go by the clock of the service when it refuses ours', async () => {
    const date = new Date(Date.now() - 3_600_000)
    const { bucket, asked } = await serve([refuse(403, 'RequestTimeTooSkewed', { date: date.toUTCString() })])
    await bucket.putBytes('x', Buffer.from('bytes'))
    expect(asked.length).toBe(2)
    bucket.close()
  })

  it('ask again for a listing that breaks off, and go on from page to page', async () => {
    const page = (more: string, key: string): string =>
      `<?xml version="1.0"?>\n<ListBucketResult xmlns="x">${more}<Contents><Key>p/${key}</Key><Size>3</Size></Contents></ListBucketResult>`
    const breakOff: Answer = (response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('<ListBucketResult>')
      setTimeout(() => response.socket?.resetAndDestroy(), 20)
    }
    const first = page('<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;+/b</NextContinuationToken>', 'a&lt;b')
    const second = page('<IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>', 'a%2Bb+c')
    const { bucket, asked } = await serve([breakOff, (response) => response.end(first), (response) => response.end(second)])
    const keys: string[] = []
    for await (const { objects } of bucket.list('')) keys.push(...objects.map(({ key }) => key))
    expect(keys).toEqual(['a<b', 'a+b c'])
    expect(asked[2]?.url).toBe('/b/?continuation-token=a%26%2B%2Fb&encoding-type=url&list-type=2&prefix=p%2F')
    bucket.close()
  })

  it.each(['read', 'bytes'] as const)('take up an object whose connection breaks, where it broke: %s', async (how) => {
    const part =
      (bytes: string, size: number): Answer =>
      (response) => {
        response.writeHead(200, { 'content-length': String(size), etag: '"e"' })
        response.write(bytes)
        setTimeout(() => response.socket?.resetAndDestroy(), 20)
      }
    const rest: Answer = (response, { headers }) => {
      const isRight = headers.range === 'bytes=3-5' && headers['if-match'] === '"e"'
      response.writeHead(isRight ? 206 : 400, { 'content-length': '3' }).end('def')
    }
    const { bucket } = await serve([part('abc', 6), rest])
    const object = await bucket.open('x')
    const chunks: Uint8Array[] = []
    if (how === 'bytes') chunks.push((await object?.bytes()) ?? Buffer.alloc(0))
    else for await (const chunk of object?.read() ?? []) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString()).toBe('abcdef')
    bucket.close()
  })

  it('say that a service which does not answer can not be reached', async () => {
    const { bucket } = await serve(
      Array<Answer>(4).fill(() => undefined),
      { idleTimeout: 30 },
    )
    await expect(bucket.head('x')).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' })
    bucket.close()
  })
})
