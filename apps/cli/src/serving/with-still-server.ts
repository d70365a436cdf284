import { join } from 'node:path'
import type { Client } from '@reprise/client'
import type { World } from '../command.ts'
import { assertThere, type ConnectionOptions, readTarget, withClient } from '../connect/index.ts'

/** Has a client of a server that makes pages of runs; a folder is served for as long as `use` takes, to this machine alone. */
export async function withStillServer<T>(options: ConnectionOptions, world: World, use: (client: Client) => Promise<T>): Promise<T> {
  const target = readTarget(options.trackingUri)
  if (target.kind === 'server') return withClient(options, world, use)
  assertThere(target.path)
  const { startServer } = await import('./start-server.ts')
  const store = /\.(?:db|sqlite3?)$/.test(target.path) ? target.path : join(target.path, 'reprise.db')
  const server = await startServer({ host: '127.0.0.1', port: 0, store, allowedHosts: '', logLevel: 'silent' })
  try {
    return await withClient({ trackingUri: server.url }, world, use)
  } finally {
    await server.close()
  }
}
