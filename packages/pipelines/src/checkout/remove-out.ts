import { rmSync } from 'node:fs'
import { toFileError, toFsPath } from '../paths/index.ts'
import { assertInProject } from './assert-in-project.ts'
import type { Workspace } from './workspace.ts'

/**
 * Removes what stands at a path with all that is in it, saved or not, ignored or not: as before a stage makes it anew. Of a link only the link goes.
 * Throws PERMISSION_DENIED for what lies outside of the project.
 */
export function removeOut(workspace: Workspace, path: string): void {
  assertInProject(workspace.root, path)
  try {
    rmSync(toFsPath(path), { recursive: true, force: true })
  } catch (error) {
    throw toFileError(error, path)
  }
  workspace.made.remove(path)
}
