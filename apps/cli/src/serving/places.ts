import { statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol'

/** Default place of artifacts: a folder beside the store's file, or below the current folder for a database elsewhere. */
export function artifactsBeside(store: string): string {
  if (isDatabaseUrl(store)) return join('reprise-data', 'artifacts')
  const file = fileOf(store)
  const name = basename(file).replace(/\.(db|sqlite3?)$/, '')
  return join(dirname(file), name === 'reprise' ? 'artifacts' : `${name}-artifacts`)
}

export function isDatabaseUrl(store: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(store)
}

/** The file of a store that is no database URL; `sqlite:///runs.db` is how MLflow's users write one. */
export function fileOf(store: string): string {
  return resolve(store.replace(/^sqlite:\/\/\//, ''))
}

/** Throws where a file is needed and a folder stands. */
export function assertNoFolder(store: string): void {
  if (isDatabaseUrl(store) || statSync(fileOf(store), { throwIfNoEntry: false })?.isDirectory() !== true) return
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${store} is a folder, and a store is a file.`, {
    hint: `Name a file in it: --store ${join(store, 'reprise.db')}`,
  })
}
