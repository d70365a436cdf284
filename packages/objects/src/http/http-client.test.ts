import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openHttpClient, type HttpClient, type HttpMessage, type HttpOrigin } from './index.ts'

const sockets = new Set<Socket>()
let server: Server | undefined
let client: HttpClient | undefined
afterEach(() => {
  client?.close()
  for (const socket of sockets) socket.destroy()
  server?.close()
})

/** A server that answers each request that is whole with what it is told to, byte for byte. `asked` are the requests by connection. */
async function serve(answer: (socket: Socket, request: string, number: number) => unknown, options: object = {}) {
  const asked: string[][] = []
  let number = 0
  server = createServer((socket) => {
    const own: string[] = []
    asked.push(own)
    sockets.add(socket.on('error', () => undefined))
    let had = ''
    socket.on('data', (bytes) => {
      had += bytes.toString('latin1')
      for (;;) {
        const end = had.indexOf('\r\n\r\n')
        const length = Number(/content-length: (\d+)/.exec(had.slice(0, end))?.[1] ?? 0)
        if (end < 0 || had.length < end + 4 + length) return
        const request = had.slice(0, end + 4 + length)
        had = had.slice(request.length)
        own.push(request)
        answer(socket, request, number++)
      }
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const origin: HttpOrigin = { isSecure: false, hostname: '127.0.0.1', port: (server.address() as AddressInfo).port }
  const http = await openHttpClient({ sockets: 2, connectTimeout: 5_000, idleTimeout: 5_000, tls: {}, ...options })
  client = http
  const send = (message: Partial<HttpMessage> = {}) =>
    http.send(origin, { method: 'GET', path: '/x', headers: { host: 'h' }, body: undefined, ...message })
  return { send, asked, http }
}

const say = (socket: Socket, ...lines: string[]): void => void socket.write(lines.join('\r\n'), 'latin1')
const ok = (socket: Socket, body = ''): void => say(socket, 'HTTP/1.1 200 OK', `Content-Length: ${body.length}`, '', body)

describe('answers over HTTP', () => {
  const chunked = [
    'HTTP/1.1 200 Fine',
    'ETag:  "e" ',
    'Transfer-Encoding: chunked',
    '',
    '3;x=y',
    'abc',
    'B',
    'defghijklmn',
    '0',
    'T: v',
    '',
    '',
  ]
  it.each([
    ['of a known length', ['HTTP/1.1 200 Fine', 'etag: "e"', 'Content-Length: 14', '', 'abcdefghijklmn']],
    ['in chunks', chunked],
    ['after what is said before', ['HTTP/1.1 100 Continue', '', 'HTTP/1.1 103 Early Hints', 'Link: x', '', ...chunked]],
  ])('are read however they are cut into pieces: %s', async (_, lines) => {
    const text = lines.join('\r\n')
    const { send, asked } = await serve(async (socket, __, number) => {
      const size = number === 0 ? 1 : number === 1 ? 7 : text.length
      for (let at = 0; at < text.length; at += size) {
        socket.write(text.slice(at, at + size), 'latin1')
        await new Promise((resolve) => setImmediate(resolve))
      }
    })
    for (let round = 0; round < 3; round++) {
      const answer = await send()
      expect([answer.status, answer.reason, answer.headers.get('etag')]).toEqual([200, 'Fine', '"e"'])
      expect((await answer.bytes()).toString()).toBe('abcdefghijklmn')
    }
    // All over one connection.
    expect(asked.map((requests) => requests.length)).toEqual([3])
  })

  it('end with the connection where nothing else says where they end', async () => {
    const { send, asked } = await serve((socket) => socket.end('HTTP/1.0 200 OK\r\n\r\nall of it'))
    expect((await (await send()).bytes()).toString()).toBe('all of it')
    expect((await (await send()).bytes()).toString()).toBe('all of it')
    expect(asked.length).toBe(2)
  })

  it('have no body where there is none, whatever length they tell', async () => {
    const { send, asked } = await serve((socket, request) =>
      request.startsWith('HEAD') ? say(socket, 'HTTP/1.1 200 OK', 'Content-Length: 9', '', '') : say(socket, 'HTTP/1.1 204 No', '', ''),
    )
    expect((await send({ method: 'HEAD' })).headers.get('content-length')).toBe('9')
    expect((await (await send()).bytes()).length).toBe(0)
    expect(asked.length).toBe(1)
  })

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['a folded line', 'HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n'],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\nabc'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['an unknown encoding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n'],
    ['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\nabc'],
    ['a chunk that is longer than it says', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n'],
    ['a chunk of no length', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\nabc\r\n0\r\n\r\n'],
    ['more than there is', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nxyz'],
    ['an endless head', `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(20_000)}`],
  ])('that make no sense are not believed: %s', async (_, text) => {
    const { send } = await serve((socket) => void socket.write(text, 'latin1'))
    const read = async () => (await send()).bytes()
    await expect(read()).rejects.toMatchObject({ code: 'EPROTO' })
  })

  it.each([
    ['of a known length', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n'],
  ])('that break off end with an error, and what came can be had: %s', async (_, text) => {
    const { send } = await serve((socket) => void socket.end(text))
    await expect((await send()).bytes()).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect((await (await send()).collect()).toString()).toBe('abc')
    const pieces: string[] = []
    const read = async () => {
      for await (const piece of await send()) pieces.push(Buffer.from(piece).toString())
    }
    await expect(read()).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(pieces.join('')).toBe('abc')
  })

  it('are not taken in faster than they are read, and are refused where they are too large', async () => {
    const size = 64 * 1024 * 1024
    let socketOf: Socket | undefined
    const { send } = await serve((socket) => {
      socketOf = socket
      say(socket, 'HTTP/1.1 200 OK', `Content-Length: ${size}`, '', '')
      socket.write(Buffer.alloc(size))
    })
    const answer = await send()
    while (!answer.isPaused) await new Promise((resolve) => setTimeout(resolve, 5))
    // What the system holds between the two is less than a few of these.
    expect(socketOf?.writableLength).toBeGreaterThan(size / 2)
    let length = 0
    for await (const piece of answer) length += piece.length
    expect(length).toBe(size)
    await expect((await send()).bytes(1_000_000)).rejects.toThrow('more than 1000000 bytes')
  })
})

describe('requests over HTTP', () => {
  it('are sent with their bodies, small and large, from memory or read for it', async () => {
    const { send, asked } = await serve((socket, request) => ok(socket, String(request.length)))
    const large = Buffer.alloc(1_000_000, 'x')
    const read = async function* () {
      yield large.subarray(0, 400_000)
      yield large.subarray(400_000)
    }
    const bodies = [Buffer.alloc(0), Buffer.from('small'), large, { size: large.length, read }]
    for (const body of bodies) await (await send({ method: 'PUT', body })).bytes()
    expect(asked.flat().map((request) => request.slice(request.indexOf('\r\n\r\n') + 4).length)).toEqual([0, 5, 1_000_000, 1_000_000])
    expect(asked[0]?.[1]).toBe('PUT /x HTTP/1.1\r\nhost: h\r\ncontent-length: 5\r\n\r\nsmall')
    expect(asked.length).toBe(1)
  })

  it('wait for a connection where there are as many as may be', async () => {
    const { send, asked } = await serve((socket) => void setTimeout(() => ok(socket, 'x'), 10))
    await Promise.all(Array.from({ length: 9 }, async () => (await send()).bytes()))
    expect(asked.length).toBe(2)
    expect(asked.flat().length).toBe(9)
  })

  it('go over a new connection when the server has closed the old one meanwhile, and over none that it says it will close', async () => {
    const { send, asked } = await serve((socket, _, number) => {
      if (number === 1) socket.resetAndDestroy()
      else if (number === 2) say(socket, 'HTTP/1.1 200 OK', 'Content-Length: 0', 'Connection: close', '', '')
      else say(socket, 'HTTP/1.1 200 OK', 'Content-Length: 0', ...(number === 3 ? ['Keep-Alive: timeout=1'] : []), '', '')
    })
    for (let round = 0; round < 4; round++) expect((await send()).status).toBe(200)
    expect(asked.map((requests) => requests.length)).toEqual([2, 1, 1, 1])
  })

  it('are not sent twice where that is more than once', async () => {
    const { send, asked } = await serve((socket, _, number) => (number === 1 ? socket.resetAndDestroy() : ok(socket)))
    await (await send({ method: 'POST', body: Buffer.from('x') })).bytes()
    await expect(send({ method: 'POST', body: Buffer.from('x') })).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(asked.flat().length).toBe(2)
  })

  it('end when nothing comes, when the body is another than it was, and when all is closed', async () => {
    const { send, http } = await serve(() => undefined, { idleTimeout: 40 })
    await expect(send()).rejects.toMatchObject({ code: 'ETIMEDOUT' })
    const read = async function* () {
      yield Buffer.from('longer than it was')
    }
    await expect(send({ method: 'PUT', body: { size: 3, read } })).rejects.toThrow('another length')
    const waiting = Array.from({ length: 3 }, () => send())
    http.close()
    for (const one of waiting) await expect(one).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  it('have no room for lines of others', async () => {
    const { send } = await serve((socket) => ok(socket))
    await expect(send({ headers: { host: 'h', 'x-a': 'b\r\nx-c: d' } })).rejects.toThrow('line break')
    await expect(send({ path: '/x\r\ny' })).rejects.toThrow('line break')
  })
})
