import { type Client, readServerUrl } from '@reprise/client'
import { readEnvironment } from './environment.ts'
import { createClientFor } from './session.ts'
import { resolveSettings, type Settings, spoolFolderOf } from './settings.ts'
import { readTrackingUri } from './tracking-uri.ts'
import { syncSpoolFolder, type SyncSpoolOptions as FolderOptions, type SyncReport } from './spool/sync-spool.ts'

export interface SyncSpoolOptions extends Pick<FolderOptions, 'onProgress'> {
  /** Default: REPRISE_SPOOL, `~/.reprise/spool`. */
  readonly folder?: string | undefined
  /** Where everything goes. Default: the server that each spool was written for, with the password of the environment if it is the one the environment names. */
  readonly client?: Client | undefined
}

/**
 * Sends what earlier processes could not: their spools, the oldest first, each record exactly once and in order. Spools of
 * processes that are alive are left to them. Never rejects because of a server; the report says what waits and why.
 *
 *     const { delivered, waiting } = await syncSpool()
 */
export async function syncSpool({ folder, client, onProgress }: SyncSpoolOptions = {}): Promise<SyncReport> {
  const environment = readEnvironment()
  const used = spoolFolderOf(folder ?? environment.spool)
  if (used === undefined) return { delivered: 0, rejected: 0, waiting: 0, held: 0, writers: [] }
  const { target: own, auth, s3 } = resolveSettings({}, environment)
  const clientFor = (server: string): Client => {
    const target = readTrackingUri(server)
    // A password is for one server: no other that a spool names gets to see it.
    return client ?? createClientFor(target, isSame(target, own) ? { auth, s3 } : {})
  }
  return syncSpoolFolder({ folder: used, clientFor, onProgress })
}

function isSame(one: Settings['target'], other: Settings['target']): boolean {
  return one.kind === 'server' && other.kind === 'server' && readServerUrl(one.url).url === readServerUrl(other.url).url
}
