import type { Client } from '@reprise/client'
import { readEnvironment } from './environment.ts'
import { createClientFor } from './session.ts'
import { readTrackingUri, resolveSettings, spoolFolderOf } from './settings.ts'
import { syncSpoolFolder, type SyncSpoolOptions as FolderOptions, type SyncReport } from './spool/sync-spool.ts'

export interface SyncSpoolOptions extends Pick<FolderOptions, 'onProgress'> {
  /** Default: REPRISE_SPOOL, `~/.reprise/spool`. */
  readonly folder?: string | undefined
  /** Where everything goes. Default: the server that each spool was written for, with the password of the environment. */
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
  const settings = resolveSettings({}, environment)
  return syncSpoolFolder({
    folder: used,
    clientFor: (server) => client ?? createClientFor(readTrackingUri(server), settings),
    onProgress,
  })
}
