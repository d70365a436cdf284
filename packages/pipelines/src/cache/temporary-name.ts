import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, statSync, unlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { isAlive } from '../locks/is-alive.ts'

/** Where unfinished objects are, in a store: three parts below it, so that no tool takes them for objects. */
const FOLDER = '.unfinished'
/** Milliseconds after which an unfinished object of another machine is nobody's. */
const ABANDONED = 2 * 86_400_000

const random = randomBytes(6).toString('hex')
const prefix = `${hostname()
  .replaceAll(/[^\w.]/g, '-')
  .slice(0, 60)}_${process.pid}_`
let count = 0

/** A new name in a folder for what is not finished. */
export function temporaryPath(folder: string): string {
  return `${folder}/${prefix}${random}${(count++).toString(36)}`
}

/** The folder for unfinished objects of a store. */
export function unfinishedFolder(store: string): string {
  return `${store}/${FOLDER}`
}

/** Removes what processes that have died left in a folder of unfinished files; not what another machine may be writing. */
export function removeAbandoned(folder: string, now: number): void {
  for (const name of listNames(folder)) {
    const path = `${folder}/${name}`
    if (!isAbandoned(path, name, now)) continue
    try {
      unlinkSync(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') continue
    }
  }
}

export function makeFolder(path: string, mode?: number): void {
  mkdirSync(path, { recursive: true, ...(mode === undefined ? {} : { mode }) })
}

function isAbandoned(path: string, name: string, now: number): boolean {
  const [host, pid] = name.split('_')
  if (prefix.startsWith(`${host}_`) && Number(pid) > 0) return Number(pid) !== process.pid && !isAlive(Number(pid))
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats !== undefined && now - stats.mtimeMs > ABANDONED
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
