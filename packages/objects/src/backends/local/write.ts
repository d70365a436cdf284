import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { invalidPath } from '../../artifact-path.ts'
import { errorCode, toRepriseFileError } from './file-error.ts'
import { makeFolder } from './make-folder.ts'

const TRIES = 20

export interface Places {
  readonly root: string
  readonly staging: string
}

/** Writes beside, syncs, then renames: on a crash there is the old file or the new one, and litter only in staging. */
export async function writeAtomically(places: Places, path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  const temporary = join(places.staging, randomUUID())
  try {
    await writeSynced(temporary, body)
    await publish(places, temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw toWriteError(error, places, path)
  }
}

function toWriteError(error: unknown, { staging }: Places, path: string): RepriseError {
  const isGone = errorCode(error) === 'ENOENT' && !existsSync(staging)
  if (!isGone) return toRepriseFileError(error, `${path} can not be written`)
  return new RepriseError('TEMPORARILY_UNAVAILABLE', `${path} can not be written: the folder of artifacts is gone.`, {
    hint: 'Mount it, or make it, and start the server again.',
    cause: error,
  })
}

/** Gives a file of the staging folder its place. */
export async function publish(places: Places, temporary: string, path: string): Promise<void> {
  await retryWhileDeleted(() => moveIntoPlace(places, temporary, path))
}

/** Streams into a new file and makes it durable. */
export async function writeSynced(file: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    for await (const chunk of body) await handle.writeFile(chunk)
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** Makes the parent folders and renames; a link that leads out of the store is refused. */
async function moveIntoPlace(places: Places, temporary: string, path: string): Promise<void> {
  const target = join(places.root, path)
  await makeFolder(dirname(target))
  const parent = await realpath(dirname(target))
  const root = await realpath(places.root)
  if (parent !== root && !parent.startsWith(root + sep)) {
    throw invalidPath(path)
  }
  await rename(temporary, target)
  await syncFolder(dirname(target))
}

/** The parent folder may be deleted by another request at any moment. */
async function retryWhileDeleted(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || tries === TRIES) throw error
    }
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
