import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Packages that were loaded, by ecosystem; names as {@link toPackageName} spells them. An ecosystem that was not seen is absent. */
export type UsedPackages = ReadonlyMap<string, ReadonlySet<string>>

/** Spells the name of a package in one way: PyPI takes `Foo_Bar` and `foo-bar` for the same. */
export function toPackageName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

/** Finds the packages to which loaded files belong: by what pip wrote down, and by the folders of npm. */
export async function findUsedPackages(modules: readonly string[]): Promise<UsedPackages> {
  const used = new Map<string, Set<string>>()
  const python = groupBySite(modules)
  if (modules.some((path) => /\.pyc?$|\/lib\/python[\d.]+\//.test(path))) used.set('python', new Set())
  for (const [site, files] of python) {
    for (const name of await findOwners(site, files)) used.get('python')?.add(name)
  }
  if (modules.some((path) => /\.[cm]?[jt]s$/.test(path))) used.set('node', new Set())
  for (const path of modules) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
    if (name !== undefined) used.get('node')?.add(toPackageName(name))
  }
  return used
}

function groupBySite(modules: readonly string[]): Map<string, Set<string>> {
  const sites = new Map<string, Set<string>>()
  for (const path of modules) {
    const [, site = '', file = ''] = /^(.*\/(?:site-packages|dist-packages))\/(.+)$/.exec(path) ?? []
    if (site === '') continue
    const files = sites.get(site) ?? new Set()
    sites.set(site, files.add(file.replace(/__pycache__\/([^/]+?)\.[^./]+(?:\.opt-\d)?\.pyc$/, '$1.py')))
  }
  return sites
}

async function findOwners(site: string, files: ReadonlySet<string>): Promise<string[]> {
  const names = await readdir(site).catch(() => [])
  const owners = await Promise.all(
    names.map(async (name) => {
      const distribution = /^(.+?)-[^-]+\.dist-info$/.exec(name)?.[1]
      if (distribution === undefined) return []
      const record = await readFile(join(site, name, 'RECORD'), 'utf8').catch(() => '')
      return record.split('\n').some((line) => files.has(pathIn(line))) ? [toPackageName(distribution)] : []
    }),
  )
  return owners.flat()
}

/** A line is `path,digest,size`; a path with a comma is quoted. */
function pathIn(line: string): string {
  if (!line.startsWith('"')) return line.slice(0, line.indexOf(','))
  return line.slice(1, line.lastIndexOf('"')).replaceAll('""', '"')
}
