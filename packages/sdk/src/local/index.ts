import { RepriseError } from '@reprise/protocol'
import type { Transport } from '@reprise/client'

/** Opens a folder that is used without a server. */
export async function openFolder(path: string): Promise<Transport> {
  throw new RepriseError('NOT_IMPLEMENTED', `Tracking into the folder ${path} is not there yet.`, { hint: 'Start `reprise server`.' })
}
