import { lstatSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { relativeBelow, toFsPath } from '../paths/index.ts'

/**
 * Throws PERMISSION_DENIED where an out's place is reached through a link that leaves the project, or is a link to a folder elsewhere: what
 * is made or removed there is no business of the project's.
 */
export function assertInProject(root: string, path: string): void {
  const realRoot = realpathSync(root)
  const real = isFolder(path) ? realpathSync(toFsPath(path)) : realOfExisting(dirname(path))
  if (relativeBelow(root, path) !== undefined && relativeBelow(realRoot, String(real)) !== undefined) return
  throw new RepriseError('PERMISSION_DENIED', `'${path}' leads out of the project, to '${String(real)}'.`, {
    hint: 'Remove the link that stands in its place or above it.',
  })
}

/** Of the nearest folder above that is there. */
function realOfExisting(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    if (lstatSync(toFsPath(above), { throwIfNoEntry: false }) === undefined && above !== dirname(above)) continue
    return String(realpathSync(toFsPath(above)))
  }
}

function isFolder(path: string): boolean {
  const stats = lstatSync(toFsPath(path), { throwIfNoEntry: false })
  if (stats === undefined) return false
  if (!stats.isSymbolicLink()) return stats.isDirectory()
  try {
    return lstatSync(realpathSync(toFsPath(path))).isDirectory()
  } catch {
    return false
  }
}
