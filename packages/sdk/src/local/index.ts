import { join } from 'node:path'
import type { Transport } from '@reprise/client'
import { assertOurs } from './assert-ours.ts'
import { createLocalTransport } from './local-transport.ts'
import { openParts } from './open-parts.ts'
import { createRevolvingDoor } from './revolving-door.ts'

export interface OpenFolderOptions {
  /**
   * Milliseconds to wait for another process that has the folder. One that only logged something lets it go a third of a
   * second later. 0 unless said: programs that log try again by themselves.
   */
  readonly patience?: number
}

/**
 * Uses a folder as a server: `<folder>/reprise.db` and `<folder>/artifacts`, which `reprise server --store <folder>/reprise.db`
 * shows. A path that ends in .db, .sqlite or .sqlite3 is the database file itself. Needs Node 24.12 and the packages
 * `@reprise/storage` and `@reprise/objects`. The folder belongs to one process at a time: while another uses it, requests fail with
 * TEMPORARILY_UNAVAILABLE, so that what is logged waits in the spool. Throws INVALID_PARAMETER_VALUE for what MLflow has written.
 */
export async function openFolder(path: string, { patience = 0 }: OpenFolderOptions = {}): Promise<Transport> {
  const place = placeOf(path)
  await assertOurs(path, place.store)
  return createLocalTransport(
    path,
    createRevolvingDoor(() => openParts(place), patience),
  )
}

function placeOf(path: string): { store: string; artifacts: string } {
  const name = /^(.*)\.(?:db|sqlite3?)$/.exec(path)?.[1]
  if (name === undefined) return { store: join(path, 'reprise.db'), artifacts: join(path, 'artifacts') }
  return { store: path, artifacts: `${name}-artifacts` }
}
