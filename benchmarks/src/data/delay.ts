import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A server as it is from far away: what it answers arrives some milliseconds later. On the thread of the caller, which waits for the subjects anyway. */
export async function startDelay(url: string, milliseconds: number): Promise<AsyncDisposable & { readonly url: string }> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const behind = connect(Number(port), hostname)
    for (const socket of [client, behind]) {
      sockets.add(socket)
      socket.setNoDelay(true).on('error', () => undefined)
      socket.once('close', () => sockets.delete(socket))
    }
    client.pipe(behind)
    behind.on('data', (bytes) => setTimeout(() => client.write(bytes), milliseconds))
    behind.once('close', () => setTimeout(() => client.destroy(), milliseconds))
    client.once('close', () => behind.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
