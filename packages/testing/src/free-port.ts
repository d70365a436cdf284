import { createServer } from 'node:net'

/**
 * A TCP port of 127.0.0.1 that was free a moment ago. Another process may take it before it is used, so whoever starts a server on it
 * tries again with another one (see {@link withFreePort}).
 */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port was given'))))
    })
  })
}

const ATTEMPTS = 3
const TAKEN = /EADDRINUSE|address already in use|is taken by another program/i

/** Runs `start` with a free port, again with another one when it fails because somebody else took the port meanwhile. */
export async function withFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await findFreePort())
    } catch (error) {
      if (attempt === ATTEMPTS || !TAKEN.test(String(error))) throw error
    }
  }
}
