import { existsSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { printJson } from '../../output/json.ts'
import { withStore } from './open.ts'

interface BackupOptions {
  readonly store: string
  readonly json?: boolean
}

/** Writes a copy that is consistent, and whole or not there at all. */
export async function backupStore(target: string, options: BackupOptions, world: World): Promise<void> {
  if (existsSync(target)) throw new RepriseError('RESOURCE_ALREADY_EXISTS', `${target} exists already; a backup never overwrites.`, { hint: 'Name a new file.' })
  await withStore(options.store, (store) => store.backup(target))
  world.write(options.json === true ? printJson({ backup: target }) : `${target}\n`)
}
