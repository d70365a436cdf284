import { createHash, randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { isAlive } from './is-alive.ts'

/** Seconds for which a lock is good; DVC locks for as long. */
const LIFETIME = 365 * 86_400
/** Seconds by which clocks may differ. */
const SLOP = 10

/**
 * Takes a lock that works where flock does not: a claim of our own is given the lock's name, which only one can be. Its time says until
 * when the lock is good. Answers how to release it; undefined when another has it. As flufl.lock does it, which DVC uses, plus this: a lock
 * that a dead process of this machine left is taken over when the process was ours.
 */
export function takeHardlinkLock(path: string): Promise<(() => void) | undefined> {
  const owner = `${path}|${hostname()}|${process.pid}|${randomBytes(8).toString('hex')}`
  const claim = join(dirname(path), `${createHash('md5').update(owner).digest('hex')}.lock`)
  writeFileSync(claim, owner)
  const until = Date.now() / 1_000 + LIFETIME
  utimesSync(claim, until, until)
  try {
    if (link(claim, path) || (removeDead(path) && link(claim, path))) return Promise.resolve(() => release(path, claim))
  } catch (error) {
    rmSync(claim, { force: true })
    throw error
  }
  rmSync(claim, { force: true })
  return Promise.resolve(undefined)
}

function link(claim: string, path: string): boolean {
  try {
    linkSync(claim, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Whether a lock was removed that is past its time or whose owner has died. */
function removeDead(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return true
  const isExpired = stats.mtimeMs / 1_000 + SLOP < Date.now() / 1_000
  if (!isExpired && !isOfDead(path)) return false
  rmSync(path, { force: true })
  return true
}

function isOfDead(path: string): boolean {
  try {
    const [, host, pid] = readFileSync(path, 'utf8').split('|')
    return host === hostname() && Number(pid) > 0 && !isAlive(Number(pid))
  } catch {
    return false
  }
}

function release(path: string, claim: string): void {
  rmSync(path, { force: true })
  rmSync(claim, { force: true })
}
