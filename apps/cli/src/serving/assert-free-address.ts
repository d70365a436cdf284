import { createServer } from 'node:net'
import { toListenError } from './listen-error.ts'

/** Throws what a server would that listens there, which tells it before the server has made or opened anything. */
export async function assertFreeAddress(address: { readonly host: string; readonly port: number }): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(toListenError(error, address)))
    probe.listen(address, resolve)
  })
  await new Promise((resolve) => probe.close(resolve))
}
