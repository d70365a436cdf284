import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RepriseError } from '@reprise/protocol/errors'
import { toFileError } from '../paths/index.ts'
import { tryLock, unlock } from './flock.ts'
import { takeHardlinkLock } from './hardlink-lock.ts'

/** Times after the first that the lock is tried, and milliseconds between: three seconds, as DVC has it. */
const RETRIES = 6
const DELAY = 500

export const LOCK_MESSAGE =
  'Unable to acquire lock. Most likely another DVC process is running or was terminated abruptly. Check the page ' +
  '<https://dvc.org/doc/user-guide/troubleshooting#lock-issue> for other possible reasons and to learn how to resolve this.'

export interface LockOptions {
  /** Waits for as long as it takes. */
  readonly wait?: boolean | undefined
  /** `core.hardlink_lock`, for file systems without flock, such as older NFS. */
  readonly isHardlink?: boolean | undefined
  /** Called once when the lock is another's. */
  readonly onWait?: (() => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** A lock that is held. Release is idempotent; the system releases what a process held that died. */
export interface HeldLock extends Disposable {
  release(): void
}

/**
 * Takes `.dvc/tmp/lock` or another of DVC's lock files, so that DVC waits for us and we for it. Throws RESOURCE_CONFLICT with DVC's words when it is
 * not free within three seconds.
 */
export async function takeLock(path: string, options: LockOptions = {}): Promise<HeldLock> {
  makeFolder(dirname(path))
  const take = options.isHardlink === true ? takeHardlinkLock : takeFlock
  for (let attempt = 0; ; attempt++) {
    options.signal?.throwIfAborted()
    const release = await take(path)
    if (release !== undefined) return toHeld(release)
    if (attempt === 0) options.onWait?.()
    if (options.wait !== true && attempt >= RETRIES) throw new RepriseError('RESOURCE_CONFLICT', LOCK_MESSAGE)
    await sleep(DELAY, undefined, { signal: options.signal })
  }
}

/** As zc.lockfile does it: the file stays, and says who has it. */
async function takeFlock(path: string): Promise<(() => void) | undefined> {
  const file = open(path)
  let isHeld = false
  try {
    isHeld = await tryLock(file)
    if (!isHeld) return undefined
    const length = writeSync(file, ` ${process.pid}\n`, 0)
    ftruncateSync(file, length)
    return () => unlock(file)
  } catch (error) {
    isHeld = false
    throw toFileError(error, path)
  } finally {
    if (!isHeld) closeSync(file)
  }
}

function open(path: string): number {
  for (const flags of ['r+', 'a+']) {
    try {
      return openSync(path, flags, 0o666)
    } catch (error) {
      if (flags === 'a+') throw toFileError(error, path)
    }
  }
  throw new RepriseError('INTERNAL_ERROR', `${path} can not be opened.`)
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw toFileError(error, folder)
  }
}

function toHeld(release: () => void): HeldLock {
  let isHeld = true
  const once = (): void => {
    if (isHeld) release()
    isHeld = false
  }
  return { release: once, [Symbol.dispose]: once }
}
