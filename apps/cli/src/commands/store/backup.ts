import { existsSync, rmSync } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { printJson } from '../../output/json.ts'
import { printBytes } from '../../output/values.ts'
import { withStore } from './open.ts'

interface BackupOptions {
  readonly store: string
  readonly trackingUri?: string
  readonly json?: boolean
}

/** Under what names the stores of either kind write, until the copy is whole. */
const unfinished = ['.partial', '.partial-journal', '.unfinished', '.unfinished-wal', '.unfinished-shm']

/** Writes a copy that is consistent, and whole or not there at all. */
export async function backupStore(target: string, options: BackupOptions, world: World): Promise<void> {
  if (existsSync(target)) {
    throw new RepriseError('RESOURCE_ALREADY_EXISTS', `${target} exists already, and a backup never overwrites.`, {
      hint: 'Name a new file.',
    })
  }
  await access(dirname(resolve(target)), constants.W_OK).catch((error: unknown) => {
    throw new RepriseError('PERMISSION_DENIED', `${target} can not be written.`, {
      hint: 'Name a file in a folder that is there and can be written.',
      cause: error,
    })
  })
  world.interruption.beforeEnd(() => {
    for (const ending of unfinished) rmSync(target + ending, { force: true })
  })
  await withStore(options.store, world, (store) => store.backup(target))
  const { size } = await stat(target)
  world.write(options.json === true ? printJson({ backup: target, bytes: size }) : `${target}  ${printBytes(size)}\n`)
}
