import { readdir, readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import type { RecordedPackage } from '@reprise/protocol'
import { relocate, relocationOf } from '../../restore/relocate.ts'
import type { EnvironmentPlan } from '../prepare-environment.ts'
import { toKey } from './package-key.ts'

/** Folders below the root in which projects are looked for. */
const DEPTH = 3

/**
 * The packages that were used in place, out of the code itself, each with its folder in the restored code: `pip install -e .` is done again there,
 * with what was uncommitted.
 */
export async function findProjects(
  packages: readonly RecordedPackage[],
  { record, root }: EnvironmentPlan,
): Promise<ReadonlyMap<RecordedPackage, string>> {
  const { commit, remotes, root: original } = record.code
  const ofTheCode = new Set(remotes.map(({ url }) => `git+${url}@${commit ?? ''}`))
  const found = new Map<RecordedPackage, string>()
  for (const item of packages) {
    const { source = '', name } = item
    if (isAbsolute(source)) {
      const folder = relocate(source, relocationOf(record, root))
      if (folder !== source || original === root) found.set(item, folder)
    } else if (ofTheCode.has(source)) {
      const folder = await findProject(root, toKey(name), DEPTH)
      if (folder !== undefined) found.set(item, folder)
    }
  }
  return found
}

async function findProject(folder: string, name: string, depth: number): Promise<string | undefined> {
  for (const file of ['pyproject.toml', 'setup.cfg', 'setup.py']) {
    const text = await readFile(join(folder, file), 'utf8').catch(() => '')
    const named = /^\s*name\s*=\s*["']?([\w.-]+)/m.exec(text)?.[1]
    if (named !== undefined && toKey(named) === name) return folder
  }
  if (depth === 0) return undefined
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory() || /^(?:\.|node_modules$)/.test(entry.name)) continue
    const found = await findProject(join(folder, entry.name), name, depth - 1)
    if (found !== undefined) return found
  }
  return undefined
}
