import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { postRequest } from './connection.ts'
import { runOpenLoop } from './open-loop.ts'

test('counts the time for which requests waited behind one that was slow', async () => {
  let asked = 0
  const server = createServer((request, response) => {
    request.resume()
    const answer = (): void => void response.writeHead(asked === 3 ? 500 : 200, { 'content-length': 2 }).end('{}')
    if (++asked === 1) setTimeout(answer, 300)
    else answer()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  try {
    const one = () => postRequest(url, '/', '{}')
    const measured = await runOpenLoop({ url, clients: [one], rate: 100, seconds: 0.2 })
    expect(measured).toMatchObject({ requests: 20, failures: 1 })
    // All twenty were due within 200 ms, and none was answered before 300.
    expect(measured.p50).toBeGreaterThan(100)
    expect(asked).toBe(20)
  } finally {
    server.close()
  }
})
