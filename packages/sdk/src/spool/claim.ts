import { readdirSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

const BEAT_MILLISECONDS = 60_000
const STALE_MILLISECONDS = 10 * BEAT_MILLISECONDS
const RELEASED = 'released'
/** Tells this process from an earlier one with the same id, as containers have them. */
const token = Math.random().toString(36).slice(2)

/** The right to send what one writer spooled; at most one process has it. */
export interface Claim {
  /** Gives the right back; `forgetting` when the spool is gone for good. Idempotent. */
  release(forgetting: boolean): void
}

/**
 * Claims a writer's spool; undefined while a living process has it. Claims are files `<writer>.claim-<n>` of which the
 * highest counts: a stale or released claim n is taken over by creating n + 1, which the file system grants only once.
 * A holder that died is seen by its process id, on other machines by the age of the file.
 */
export function claimSpool(folder: string, writer: string): Claim | undefined {
  const held = highestClaim(folder, writer)
  if (held > 0 && isAlive(pathOf(folder, writer, held))) return undefined
  const number = held + 1
  const path = pathOf(folder, writer, number)
  if (!createClaim(path)) return undefined
  if (highestClaim(folder, writer) > number) {
    rmSync(path, { force: true })
    return undefined
  }
  removeClaims(folder, writer, number)
  return holdClaim({ folder, writer, path })
}

function holdClaim({ folder, writer, path }: { folder: string; writer: string; path: string }): Claim {
  const beat = setInterval(() => touch(path), BEAT_MILLISECONDS)
  beat.unref()
  let held = true
  return {
    release: (forgetting) => {
      if (!held) return
      held = false
      clearInterval(beat)
      if (forgetting) removeClaims(folder, writer, Infinity)
      else markReleased(path)
    },
  }
}

function createClaim(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname(), token }), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    // A full disk gives a name, and no bytes for it.
    rmSync(path, { force: true })
    throw error
  }
}

function isAlive(path: string): boolean {
  const text = ifThere(() => readFileSync(path, 'utf8'))
  const age = ifThere(() => Date.now() - statSync(path).mtimeMs)
  if (text === undefined || age === undefined || text === RELEASED || age > STALE_MILLISECONDS) return false
  const holder = parseHolder(text)
  // A claim that is not written to its end yet: its holder is at it.
  if (holder === undefined || holder.host !== hostname()) return true
  return holder.pid === process.pid ? holder.token === token : isRunning(holder.pid)
}

function parseHolder(text: string): { pid: number; host: string; token: string } | undefined {
  try {
    return JSON.parse(text) as { pid: number; host: string; token: string }
  } catch {
    return undefined
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function highestClaim(folder: string, writer: string): number {
  return Math.max(0, ...listClaims(folder, writer))
}

function removeClaims(folder: string, writer: string, below: number): void {
  for (const number of listClaims(folder, writer)) {
    if (number < below) rmSync(pathOf(folder, writer, number), { force: true })
  }
}

function listClaims(folder: string, writer: string): number[] {
  const prefix = `${writer}.claim-`
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
}

function pathOf(folder: string, writer: string, number: number): string {
  return join(folder, `${writer}.claim-${number}`)
}

function touch(path: string): void {
  ifThere(() => utimesSync(path, new Date(), new Date()))
}

function markReleased(path: string): void {
  ifThere(() => {
    truncateSync(path)
    writeFileSync(path, RELEASED, { flag: 'r+' })
  })
}

/** A claim vanishes when another process took it over, which is no error. */
function ifThere<Result>(act: () => Result): Result | undefined {
  try {
    return act()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
