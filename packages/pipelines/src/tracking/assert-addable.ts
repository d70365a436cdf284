import { lstatSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { isStageFile } from '../files/index.ts'
import { relativeBelow, toFsPath } from '../paths/index.ts'
import type { Repository } from '../repository/index.ts'

const OUTSIDE = 'See <https://dvc.org/doc/user-guide/data-management/importing-external-data> for more info.'
const SYMLINKED =
  'Cannot add files inside symlinked directories to DVC. See <https://dvc.org/doc/user-guide/troubleshooting#add-symlink> for more information.'

/**
 * Whether a path that a user gives can be data of the project. Throws INVALID_PARAMETER_VALUE, in DVC's words, for what is outside of it or the
 * whole of it, is reached by a link to a folder, is a file of stages, or is ignored.
 */
export function assertAddable({ root, cwd, workspace }: Repository, target: string): void {
  const path = resolve(cwd, target)
  if (path === root) throw refuse(`Path: ${dirname(root)} does not overlap with base path: ${root}`)
  const below = relativeBelow(root, path)
  if (below !== undefined && isBehindLink(root, path)) throw refuse(SYMLINKED)
  if (isStageFile(path)) throw refuse(`DVC file '${below === undefined ? target : basename(path)}' cannot be an output.`)
  if (below === undefined) throw refuse(`Cached output(s) outside of DVC project: ${path}. ${OUTSIDE}`)
  const { ignored, matches } = workspace.ignore.check(path)
  // Data of projects below are theirs, and yet can be tracked by this one as well.
  if (ignored && matches.at(-1)?.startsWith('in sub_repo:') !== true && workspace.ignore.isIgnored(path))
    throw refuse(`Path '${path}' is ignored by ${matches.at(-1) ?? ''}`)
}

/** Whether a folder above the path, or the path itself where it is a folder, is a link. */
function isBehindLink(root: string, path: string): boolean {
  for (let above = dirname(path); above.length > root.length; above = dirname(above)) if (isLink(above)) return true
  return isLink(path) && statSync(toFsPath(path), { throwIfNoEntry: false })?.isDirectory() === true
}

function isLink(path: string): boolean {
  try {
    return lstatSync(toFsPath(path), { throwIfNoEntry: false })?.isSymbolicLink() === true
  } catch {
    return false
  }
}

function refuse(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
