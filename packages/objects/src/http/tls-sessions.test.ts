import { createServer, type Server, type TLSSocket } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { openHttpClient, type HttpClient, type TlsOptions } from './index.ts'

// Of nobody: a certificate of `localhost` that signs itself, until 2126, and its key.
const cert = `-----BEGIN CERTIFICATE-----
MIIBmjCCAUGgAwIBAgIUReWSl2qI3uowp9xz0dK0o+m5EM4wCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTIxMzExM1oYDzIxMjYxMDI4
MjEzMTEzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARclaz2JXSX5EhA2BpEnMR7dC1A5uRwEvVYjXV71A2QceK3lnzLXBfc
o2F1q5lPJmiPFg2TmZYtzv+EWySbvg6Vo28wbTAdBgNVHQ4EFgQU0u+eMat042dE
g9iHtxCTiGWA+lgwHwYDVR0jBBgwFoAU0u+eMat042dEg9iHtxCTiGWA+lgwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgSfijl1vZXIozasFodOIrdf3b3lkg9WyOyzKvZaSiz54CIB+P
6HsWMlPj4UYEEb/YhXYDwGxtJr1CaAdxGL8Jpncd
-----END CERTIFICATE-----`
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/hngSUdlaJH436lK
ROFFCMZcV2HX1m6siUmn67rScDihRANCAARclaz2JXSX5EhA2BpEnMR7dC1A5uRw
EvVYjXV71A2QceK3lnzLXBfco2F1q5lPJmiPFg2TmZYtzv+EWySbvg6V
-----END PRIVATE KEY-----`

let server: Server | undefined
let client: HttpClient | undefined
const sockets = new Set<TLSSocket>()
afterEach(() => {
  client?.close()
  for (const socket of sockets) socket.destroy()
  server?.close()
})

async function ask(tls: TlsOptions) {
  const resumed: boolean[] = []
  const body = Buffer.alloc(3_000_000, 'x')
  server = createServer({ key, cert, ALPNProtocols: ['http/1.1'] }, (socket) => {
    sockets.add(socket.on('error', () => undefined))
    resumed.push(socket.isSessionReused())
    socket.on('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`)
      socket.end(body)
    })
  }).on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const http = await openHttpClient({ sockets: 2, connectTimeout: 5_000, idleTimeout: 5_000, tls })
  client = http
  const origin = { isSecure: true, hostname: 'localhost', port: (server.address() as AddressInfo).port }
  const get = async (): Promise<number> => {
    const answer = await http.send(origin, { method: 'GET', path: '/', headers: { host: 'localhost' }, body: undefined })
    let length = 0
    for await (const piece of answer) length += piece.length
    return length
  }
  return { get, resumed }
}

it.each([
  ['the authority that is named', { ca: Buffer.from(cert) }],
  ['anybody where that is said', { rejectUnauthorized: false }],
])('requests over TLS trust %s, and go on with what was agreed on', async (_, tls) => {
  const { get, resumed } = await ask(tls)
  expect([await get(), await get()]).toEqual([3_000_000, 3_000_000])
  expect(resumed).toEqual([false, true])
})

it('requests over TLS trust nobody else', async () => {
  const { get } = await ask({ rejectUnauthorized: true })
  await expect(get()).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
})
