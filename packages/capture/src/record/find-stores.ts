import { type Dirent, existsSync, opendirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Entries of a folder that are looked at to tell what it holds. */
const MOST_ENTRIES = 100
const runId = /^[\da-f]{32}$/

/**
 * Databases and artifact folders of tracking servers that lie in a work folder, as absolute paths: a server that runs beside the work is
 * no part of it, though it writes there all the time. Looks at the folder itself and no deeper.
 */
export function findStores(folder: string): string[] {
  const entries = list(folder)
  const names = new Set(entries.map(({ name }) => name))
  const databases = [...names].filter((name) => names.has(`${name}-lock`) || name === 'mlflow.db')
  const files = databases.flatMap((name) => [name, `${name}-wal`, `${name}-shm`, `${name}-journal`, `${name}-lock`])
  const folders = entries.filter((entry) => entry.isDirectory() && holdsArtifacts(join(folder, entry.name))).map(({ name }) => name)
  return [...files.filter((name) => names.has(name)), ...folders].map((name) => join(folder, name))
}

/** Whether a folder is laid out as artifacts are: `<experiment>/<run>/artifacts`. */
function holdsArtifacts(folder: string): boolean {
  const experiments = listFirst(folder).filter((entry) => entry.isDirectory() && /^\d+$/.test(entry.name))
  return experiments.some(({ name }) =>
    listFirst(join(folder, name)).some((run) => runId.test(run.name) && existsSync(join(folder, name, run.name, 'artifacts'))),
  )
}

/** A folder of data may hold any number of files, and this is before the command starts: only the first entries are read. */
function listFirst(folder: string): Dirent[] {
  try {
    using opened = opendirSync(folder)
    const entries: Dirent[] = []
    for (let entry = opened.readSync(); entry !== null && entries.length < MOST_ENTRIES; entry = opened.readSync()) entries.push(entry)
    return entries
  } catch {
    return []
  }
}

function list(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
