import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { diagnose } from './running/diagnose.ts'

async function listen(server: Server): Promise<{ readonly port: number } & AsyncDisposable> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return { port, [Symbol.asyncDispose]: close }
}

describe('reprise doctor knows why a server does not answer', () => {
  const answering = (listener: RequestListener): Server => createServer(listener)
  const strangers: readonly (readonly [what: string, server: () => Server, trouble: string, says: RegExp])[] = [
    [
      'a web server',
      () => answering((_, response) => response.writeHead(404, { server: 'nginx' }).end('<h1>no</h1>')),
      'wrong-service',
      /nginx answers 404/,
    ],
    ['another page', () => answering((_, response) => response.end('<title>Home</title>')), 'wrong-service', /“Home” answers 200/],
    [
      'AirPlay',
      () => answering((_, response) => response.writeHead(403, { server: 'AirTunes/1' }).end()),
      'wrong-service',
      /AirPlay receiver/,
    ],
    ['a proxy alone', () => answering((_, response) => response.writeHead(502).end('Bad Gateway')), 'not-ready', /answers 502/],
    [
      'no HTTP',
      () => createTcpServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.6\r\n')),
      'wrong-service',
      /does not speak HTTP/,
    ],
    ['silence', () => createTcpServer((socket) => socket.on('error', () => undefined)), 'no-answer', /does not answer/],
    ['a page that is always well', () => answering((_, response) => response.end('OK')), 'wrong-service', /not JSON/],
    ['a login', () => answering((_, response) => response.writeHead(401).end('{}')), 'login', /401/],
  ]

  it.each(strangers)('%s', async (_what, start, trouble, says) => {
    await using server = await listen(start())
    const { troubles, problems } = await diagnose(`http://127.0.0.1:${server.port}`)
    expect(troubles).toEqual([`server: ${trouble}`])
    expect(problems[0]?.detail).toMatch(says)
  })

  it('nobody listens, no machine of that name, no TLS', async () => {
    const server = await listen(createServer((_, response) => response.end('OK')))
    expect((await diagnose(`https://127.0.0.1:${server.port}`)).troubles).toEqual(['server: wrong-protocol'])
    await server[Symbol.asyncDispose]()
    const refused = await diagnose(`http://127.0.0.1:${server.port}`)
    expect(refused.troubles).toEqual(['server: connection-refused'])
    expect(refused.problems[0]?.hint).toContain(`reprise server --port ${server.port}`)
    const unknown = await diagnose('http://no-such-machine.invalid:5000')
    expect(unknown.troubles).toEqual(['server: name-not-resolved'])
  })
})
