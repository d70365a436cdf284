import { createWriteStream, existsSync, rmSync } from 'node:fs'
import { access, constants, open, rename, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { printJson } from '../../output/json.ts'
import { createProgress } from '../../output/progress.ts'
import { printBytes } from '../../output/values.ts'
import { openBackup } from './ask-server.ts'
import { withStore } from './open.ts'

interface BackupOptions {
  readonly store: string
  readonly trackingUri?: string
  readonly json?: boolean
}

/** Under what names copies are written until they are whole. */
const unfinished = ['.partial', '.partial-journal', '.unfinished', '.unfinished-wal', '.unfinished-shm']
/** Milliseconds before progress is shown. */
const PATIENCE = 1_000

/** Writes a copy that is consistent, and whole or not there at all. */
export async function backupStore(target: string, options: BackupOptions, world: World): Promise<void> {
  await assertNew(target)
  const removeUnfinished = (): void => {
    for (const ending of unfinished) rmSync(target + ending, { force: true })
  }
  world.interruption.beforeEnd(removeUnfinished)
  try {
    if (options.trackingUri === undefined) await withStore(options.store, world, (store) => store.backup(target))
    else await download(options.trackingUri, target, world)
  } catch (error) {
    removeUnfinished()
    throw error
  }
  const { size } = await stat(target)
  world.write(options.json === true ? printJson({ backup: target, bytes: size }) : `${target}  ${printBytes(size)}\n`)
}

async function assertNew(target: string): Promise<void> {
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
}

/** It appears under its name when all of it is on the disk. */
async function download(url: string, target: string, world: World): Promise<void> {
  const progress = createProgress(world, { patience: PATIENCE })
  const { body, size } = await openBackup(url, world)
  let arrived = 0
  const count = new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => {
      arrived += chunk.length
      progress.show(arrived / size, `${printBytes(arrived)} of ${printBytes(size)}`)
      done(null, chunk)
    },
  })
  const partial = `${target}.partial`
  await pipeline(Readable.fromWeb(body), count, createWriteStream(partial)).catch((error: unknown) => {
    throw brokenOff(error, target)
  })
  progress.end()
  await using file = await open(partial)
  await file.sync()
  await rename(partial, target)
}

function brokenOff(error: unknown, target: string): RepriseError {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
  if (isFull)
    return new RepriseError('RESOURCE_EXHAUSTED', `There is no space left for ${target}.`, {
      hint: 'Name a file on another disk.',
      cause: error,
    })
  return new RepriseError('TEMPORARILY_UNAVAILABLE', 'The server broke the backup off.', {
    hint: 'Try again; its log says why.',
    cause: error,
  })
}
