import { lstatSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { toFsPath } from '../paths/index.ts'

/** Either the folder that holds `.dvc`, or in DVC's words why there is none; the command then ends with 253. */
export type FoundRoot = { readonly root: string; readonly reason?: undefined } | { readonly root?: undefined; readonly reason: string }

/** Looks for the root of a project: the folder itself or the nearest above it, up to the mount point. */
export function findRoot(folder: string): FoundRoot {
  const start = resolve(folder)
  if (!isFolder(start)) return { reason: `directory '${folder}' does not exist` }
  for (let above = start; ; above = dirname(above)) {
    if (isFolder(join(above, '.dvc'))) return { root: above }
    if (isMountPoint(above)) return { reason: `you are not inside of a DVC repository (checked up to mount point '${above}')` }
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(toFsPath(path), { throwIfNoEntry: false })?.isDirectory() === true
  } catch {
    return false
  }
}

function isMountPoint(path: string): boolean {
  const above = dirname(path)
  if (above === path) return true
  const [own, other] = [lstatSync(toFsPath(path)), lstatSync(toFsPath(above))]
  return !own.isSymbolicLink() && (own.dev !== other.dev || own.ino === other.ino)
}
