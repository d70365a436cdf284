import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type { StageDep } from './stage.ts'

type Place = Pick<StageDep, 'path' | 'at' | 'place'>

/** Where a path that a stage names lies. Absolute paths into the project are told from the working folder, as DVC has it. Throws INVALID_PARAMETER_VALUE for what no system takes for one. */
export function placePath(path: string, { root, wdir }: { readonly root: string; readonly wdir: string }): Place {
  if (path.includes('\0')) throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(path)} is no path.`)
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(path)) return { path, at: path, place: 'remote' }
  if (posix.isAbsolute(path)) {
    const whole = trim(posix.normalize(path))
    const below = posix.relative(root, whole)
    if (leaves(below)) return { path, at: whole, place: 'machine' }
    return { path: posix.relative(wdir, below) || '.', at: below, place: 'project' }
  }
  const at = trim(posix.normalize(posix.join(wdir, path)))
  if (leaves(at)) return { path, at: posix.resolve(root, at), place: 'machine' }
  return { path, at: at === '.' ? '' : at, place: 'project' }
}

function leaves(path: string): boolean {
  return path === '..' || path.startsWith('../')
}

function trim(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
