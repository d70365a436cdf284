import { readdirSync, readFileSync, statSync } from 'node:fs'
import { DvcIgnore } from '../ignoring/index.ts'
import { decodeName, toFileError, toFsPath } from '../paths/index.ts'
import type { SourceEntry, SourceTree } from './source-tree.ts'

/** The work tree of a project. */
export function openWorkTree(root: string, ignore = new DvcIgnore(root)): SourceTree {
  const whole = (path: string): string => (path === '' ? root : `${root}/${path}`)
  return {
    revision: 'workspace',
    list: (folder) => listFolder({ root, folder, ignore }),
    read: (path) => {
      try {
        return readFileSync(toFsPath(whole(path)))
      } catch (error) {
        if (isNothing(error)) return undefined
        throw toFileError(error, path)
      }
    },
    kind: (path) => kindOf(whole(path)),
  }
}

function listFolder({ root, folder, ignore }: { root: string; folder: string; ignore: DvcIgnore }): SourceEntry[] {
  const whole = folder === '' ? root : `${root}/${folder}`
  const rules = ignore.folder(whole)
  if (rules.ignoresAll) return []
  return listNames(whole)
    .filter(({ name, isFolder }) => !rules.ignores(folder === '' ? name : `${folder}/${name}`, isFolder))
    .toSorted((left, right) => (left.name < right.name ? -1 : 1))
}

function listNames(folder: string): SourceEntry[] {
  try {
    // Links to folders are not entered, as in DVC.
    return readdirSync(toFsPath(folder), { encoding: 'latin1', withFileTypes: true }).map((entry) => ({
      name: decodeName(entry.name),
      isFolder: entry.isDirectory(),
    }))
  } catch (error) {
    if (isNothing(error)) return []
    throw toFileError(error, folder)
  }
}

function kindOf(path: string): 'file' | 'folder' | 'nothing' {
  try {
    const stats = statSync(toFsPath(path), { throwIfNoEntry: false })
    return stats === undefined ? 'nothing' : stats.isDirectory() ? 'folder' : 'file'
  } catch (error) {
    if (isNothing(error)) return 'nothing'
    throw toFileError(error, path)
  }
}

function isNothing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? '')
}
