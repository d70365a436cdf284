import type { Client } from '@reprise/client'
import { readEnvironment } from './environment.ts'
import { createClientFor } from './session.ts'
import { readTrackingUri, resolveSettings, spoolFolderOf } from './settings.ts'
import { syncSpoolFolder, type SyncSpoolOptions as FolderOptions, type WriterReport } from './spool/sync-spool.ts'

export interface SyncSpoolOptions extends Pick<FolderOptions, 'onProgress'> {
  /** Default: REPRISE_SPOOL, `~/.reprise/spool`. */
  readonly folder?: string | undefined
  /** Where everything goes. Default: the server that each spool was written for, with the password of the environment. */
  readonly client?: Client | undefined
}

/**
 * Sends what earlier processes could not: their spools, the oldest first, each record exactly once and in order. Spools of
 * processes that are alive are left to them. Never rejects because of a server; the reports say what waits and why.
 *
 *     for (const report of await syncSpool()) console.log(report.writer, report.state, report.delivered)
 */
export async function syncSpool({ folder, client, onProgress }: SyncSpoolOptions = {}): Promise<WriterReport[]> {
  const environment = readEnvironment()
  const used = spoolFolderOf(folder ?? environment.spool)
  if (used === undefined) return []
  const settings = resolveSettings({}, environment)
  return syncSpoolFolder({
    folder: used,
    clientFor: (server) => client ?? createClientFor(readTrackingUri(server), settings),
    onProgress,
  })
}
