import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import { syncSpool } from '@reprise/sdk'

/** Milliseconds. */
const PATIENCE = 60_000
const PAUSE = 500

/**
 * Sees to it that what a process recorded of a run is all there: a server that was slow, or a folder that another process had, leaves the end of it in
 * the spool. Resolves as well where it is not to be had; who reads the run is told then.
 */
export async function deliverRun(client: Client, id: string, { spool }: { readonly spool: string | undefined }): Promise<void> {
  const endsAt = performance.now() + PATIENCE
  while (performance.now() < endsAt) {
    const state = await findState(client, id)
    if (state === 'ended') return
    // A folder is let go soon after the last request.
    await sleep(PAUSE)
    const { waiting } = await syncSpool({ folder: spool })
    if (waiting === 0 && state === 'begun') return
  }
}

/** `away`: the folder or the server can not be asked now, so nobody knows. */
async function findState(client: Client, id: string): Promise<'ended' | 'begun' | 'away'> {
  try {
    const { run } = await client.getRun({ run_id: id })
    return run.info.status === 'RUNNING' ? 'begun' : 'ended'
  } catch (error) {
    if (!(error instanceof RepriseError)) throw error
    if (error.code === 'RESOURCE_DOES_NOT_EXIST') return 'begun'
    if (error.code === 'TEMPORARILY_UNAVAILABLE') return 'away'
    throw error
  }
}
