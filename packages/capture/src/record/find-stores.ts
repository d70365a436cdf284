import { type Dirent, existsSync, opendirSync, readdirSync } from 'node:fs'
import { join, sep } from 'node:path'

/** Entries of a folder that are looked at to tell what it holds. */
const MOST_ENTRIES = 100
const runId = /^[\da-f]{32}$/

/** Where a command works. Absolute. */
export interface Work {
  readonly root: string
  readonly folder: string
}

/**
 * Where tracking servers keep runs, as absolute paths: a server that runs beside the work is no part of it, though it writes there all the
 * time. `named` are places that settings name; one in which the command itself runs is no such place. The rest is told by its looks, in the
 * root and in the working folder, and no deeper: this is all of it, to be asked when nobody waits any more.
 */
export function findStores(work: Work, named: readonly string[]): string[] {
  return [...findStoresQuickly(work, named), ...placesOf(work).flatMap(findArtifacts)]
}

/** Those that are known without a look into folders: the command is waiting. The snapshot of the code has a pattern for the others. */
export function findStoresQuickly(work: Work, named: readonly string[]): string[] {
  const places = named.filter((place) => place !== work.folder && !work.folder.startsWith(place + sep))
  return [...places, ...placesOf(work).flatMap(findDatabases)]
}

function placesOf({ root, folder }: Work): string[] {
  return root === folder ? [root] : [root, folder]
}

/** Databases with the files beside them. */
function findDatabases(folder: string): string[] {
  const names = new Set(list(folder))
  const databases = [...names].filter((name) => names.has(`${name}-lock`) || name === 'mlflow.db')
  const files = databases.flatMap((name) => [name, `${name}-wal`, `${name}-shm`, `${name}-journal`, `${name}-lock`])
  return files.filter((name) => names.has(name)).map((name) => join(folder, name))
}

/** Folders that are laid out as artifacts are: `<experiment>/<run>/artifacts`. */
function findArtifacts(folder: string): string[] {
  const folders = listFirst(folder, Infinity).filter((entry) => entry.isDirectory())
  return folders.map(({ name }) => join(folder, name)).filter(holdsArtifacts)
}

function holdsArtifacts(folder: string): boolean {
  const experiments = listFirst(folder).filter((entry) => entry.isDirectory() && /^\d+$/.test(entry.name))
  return experiments.some(({ name }) =>
    listFirst(join(folder, name)).some((run) => runId.test(run.name) && existsSync(join(folder, name, run.name, 'artifacts'))),
  )
}

/** A folder of data may hold any number of files: only the first entries are read. */
function listFirst(folder: string, most = MOST_ENTRIES): Dirent[] {
  try {
    using opened = opendirSync(folder)
    const entries: Dirent[] = []
    for (let entry = opened.readSync(); entry !== null && entries.length < most; entry = opened.readSync()) entries.push(entry)
    return entries
  } catch {
    return []
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
