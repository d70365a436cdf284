import { once } from 'node:events'
import { createServer } from 'node:net'
import { toListenError } from './listen-error.ts'

/** Throws what a server would that listens there, which tells it before the server has made or opened anything. */
export async function assertFreeAddress(address: { readonly host: string; readonly port: number }): Promise<void> {
  const probe = createServer()
  try {
    await once(probe.listen(address), 'listening')
  } catch (error) {
    throw toListenError(error, address)
  }
  probe.close()
  await once(probe, 'close')
}
