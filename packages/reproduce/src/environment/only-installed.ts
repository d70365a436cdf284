import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedEnvironment } from '@reprise/protocol'

/** Folders below the root in which a project may have its packages. */
const DEPTH = 3

/** What is installed: packages of Node.js that only a lock file names are not here. `root` is the root of the code. */
export function onlyInstalled(environment: RecordedEnvironment, root: string): RecordedEnvironment {
  if (hasModules(root, DEPTH)) return environment
  return { ...environment, packages: environment.packages.filter(({ ecosystem }) => ecosystem !== 'node') }
}

function hasModules(folder: string, depth: number): boolean {
  const names = listFolders(folder)
  if (names.includes('node_modules')) return true
  return depth > 0 && names.some((name) => !name.startsWith('.') && hasModules(join(folder, name), depth - 1))
}

function listFolders(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory() || entry.name === 'node_modules').map(({ name }) => name)
  } catch {
    return []
  }
}
