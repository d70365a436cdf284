import { join, relative } from 'node:path'
import { rooms, type Room } from '../boundaries/table.ts'
import { reportProblems, type Check } from '../check.ts'
import { listWorkspaces, readJson, root, type Manifest, type Workspace } from '../repository.ts'

export const workspaces: Check = {
  name: 'workspaces',
  about: 'package.json dependencies, tsconfig.json references and the boundary table agree; versions are exact',
  async run() {
    const all = listWorkspaces()
    const referenced = new Set(listReferences('.'))
    return reportProblems([
      ...rooms
        .filter((room) => !all.some(({ folder }) => folder === room.folder))
        .map((room) => `${room.folder} is in the boundary table and nowhere else`),
      ...all
        .filter(({ folder }) => !referenced.has(folder))
        .map(({ folder }) => `tsconfig.json does not reference ${folder}: it is neither checked nor built`),
      ...all.flatMap((workspace) => findDisagreements(workspace, all)),
      ...findLooseVersions(all),
    ])
  },
}

function findDisagreements({ folder, manifest }: Workspace, all: readonly Workspace[]): string[] {
  const room = rooms.find((candidate) => candidate.folder === folder)
  if (room === undefined) return [`${folder} has no row in tools/check/boundaries/table.ts`]
  const depends = listWorkspaceDependencies(manifest, all)
  const references = listReferences(folder)
  return [
    ...depends
      .filter((other) => !references.includes(other))
      .map((other) => `${folder}/tsconfig.json lacks the reference to ${other} that package.json names`),
    ...references
      .filter((other) => !depends.includes(other))
      .map((other) => `${folder}/package.json lacks the dependency on ${other} that tsconfig.json references`),
    ...depends
      .filter((other) => !isAllowed(room, other))
      .map((other) => `${folder} depends on ${other}, which the boundary table forbids: ${room.why}`),
  ]
}

function isAllowed(room: Room, other: string): boolean {
  return room.imports === 'any' || room.imports.includes(other) || (room.testsImport ?? []).includes(other)
}

/** Optional peers are left out: they are not imported, but loaded by name when somebody uses what needs them. */
function listWorkspaceDependencies(manifest: Manifest, all: readonly Workspace[]): string[] {
  const optional = Object.entries(manifest.peerDependenciesMeta ?? {}).flatMap(([name, meta]) => (meta.optional === true ? [name] : []))
  const names = Object.keys({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
    ...manifest.peerDependencies,
  })
  return all.filter(({ manifest: { name } }) => names.includes(name) && !optional.includes(name)).map((other) => other.folder)
}

function listReferences(folder: string): string[] {
  const { references = [] } = readJson(join(folder, 'tsconfig.json')) as { references?: { path: string }[] }
  return references.map(({ path }) => relative(root, join(root, folder, path)))
}

/** One exact version of everything, the same in all workspaces: two of them would be installed, and tested, beside each other. */
function findLooseVersions(all: readonly Workspace[]): string[] {
  const own = new Set(all.map(({ manifest }) => manifest.name))
  const first = new Map<string, { folder: string; version: string }>()
  return all.flatMap(({ folder, manifest }) => {
    const dependencies = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies })
    return dependencies.flatMap(([name, version]) => {
      if (own.has(name)) return version === '*' ? [] : [`${folder} depends on ${name} as '${version}'; a workspace is '*'`]
      const other = first.get(name) ?? { folder, version }
      first.set(name, other)
      if (!/^(?:npm:.+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
        return [`${folder} depends on ${name} as '${version}', not on one version`]
      return other.version === version ? [] : [`${folder} depends on ${name} ${version}, ${other.folder} on ${other.version}`]
    })
  })
}
