import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openWorkspace, type Workspace, type WorkspaceOptions } from '../checkout/index.ts'

/** Writes files below a folder, with those that they need around them. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** What is below a folder: contents of files, `-> target` for links; folders that are empty end in a slash. */
export function readFiles(folder: string): Record<string, string> {
  const found: Record<string, string> = {}
  const enter = (path: string): void => {
    const names = readdirSync(join(folder, path))
    if (names.length === 0 && path !== '') found[`${path}/`] = ''
    for (const name of names.sort()) {
      const below = path === '' ? name : `${path}/${name}`
      const stats = lstatSync(join(folder, below))
      if (stats.isDirectory()) enter(below)
      else found[below] = stats.isSymbolicLink() ? `-> ${readlinkSync(join(folder, below))}` : readFileSync(join(folder, below), 'latin1')
    }
  }
  enter('')
  return found
}

/** The modes of the objects of a cache, by path in it; `.dir` objects by their text. Unfinished ones are listed, too. */
export function readCache(folder: string): Record<string, string> {
  const texts = existsSync(folder) ? readFiles(folder) : {}
  return Object.fromEntries(
    Object.entries(texts)
      .filter(([path]) => !path.endsWith('/'))
      .map(([path, text]) => [path, path.endsWith('.dir') ? text : (lstatSync(join(folder, path)).mode & 0o7777).toString(8)]),
  )
}

/** The data of a project in a folder that is made for it, remembering digests beside it. */
export function openProject(root: string, options: Partial<WorkspaceOptions> = {}): Workspace {
  mkdirSync(join(root, '.dvc', 'tmp'), { recursive: true })
  return openWorkspace({ root, memoryFolder: `${root}-memory`, threads: 2, ...options })
}
