import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
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

/** Files of a job from which on it has a folder of its own. */
const OWN_FOLDER_FILES = 16

/**
 * Does a job that makes some files in a folder of its own below that for unfinished ones, which goes at the end: threads that make files in the same folder
 * wait for each other.
 */
export function inOwnFolder<T>({ folder, files }: { readonly folder: string; readonly files: number }, work: (own: string) => T): T {
  if (files < OWN_FOLDER_FILES) return work(folder)
  const own = temporaryPath(folder)
  makeFolder(own)
  try {
    return work(own)
  } finally {
    try {
      rmdirSync(own)
    } catch {
      // What failed may have left a file: it is removed when this process is no more.
    }
  }
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
      rmSync(path, { recursive: true, force: true })
    } catch {
      // Another user's, who may be asked less than the owner: it is in nobody's way.
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
