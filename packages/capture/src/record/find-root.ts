import { existsSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The work tree around a folder, or the folder itself where there is no repository. Links are followed, as git follows them. */
export function findRoot(folder: string): { readonly root: string; readonly isRepository: boolean } {
  const start = toReal(folder)
  for (let place = start; ; place = dirname(place)) {
    if (existsSync(join(place, '.git'))) return { root: place, isRepository: true }
    if (dirname(place) === place) return { root: start, isRepository: false }
  }
}

function toReal(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}
