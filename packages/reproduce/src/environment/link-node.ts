import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, readlink, symlink } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import type { RecordedPackage } from '@reprise/protocol'
import type { Installed } from './installed.ts'
import type { EnvironmentPlan } from './prepare-environment.ts'

/** What npm installed, by its path below the root: `node_modules/ignore`, `packages/web/node_modules/ignore`. */
type Installation = ReadonlyMap<string, { readonly version?: string | undefined; readonly link?: boolean | undefined }>

const NODE_MODULES = 'node_modules'
/** npm's own list of what is there. */
const LIST = join(NODE_MODULES, '.package-lock.json')

/**
 * Takes the packages of Node.js from where the original had them, if npm still has exactly the recorded ones there: nothing is copied or
 * asked for. Workspaces are linked to the restored code. Undefined where others are there, or none.
 */
export async function linkNode({ record, root, argv, variables }: EnvironmentPlan): Promise<Installed | undefined> {
  const recorded = record.environment.packages.filter(({ ecosystem }) => ecosystem === 'node')
  const original = record.code.root
  if (recorded.length === 0 || original === root || existsSync(join(root, NODE_MODULES))) return undefined
  const installed = await readInstallation(join(original, LIST))
  if (installed === undefined || !hasAll(installed, recorded)) return undefined
  for (const [path, { link }] of installed) {
    if (!isOutermost(path)) continue
    const place = join(root, path)
    await mkdir(dirname(place), { recursive: true })
    await symlink(link === true ? await readlink(join(original, path)) : join(original, path), place)
  }
  await copyFile(join(original, LIST), join(root, LIST))
  return { argv, variables, isLocked: false, notes: [`packages of Node.js were taken from ${join(original, NODE_MODULES)}`] }
}

async function readInstallation(list: string): Promise<Installation | undefined> {
  try {
    const { packages } = JSON.parse(await readFile(list, 'utf8')) as { packages: Record<string, { version?: string; link?: boolean }> }
    return new Map(Object.entries(packages).filter(([path]) => path.includes(`${NODE_MODULES}/`)))
  } catch {
    return undefined
  }
}

/** A package inside of another one is there when the outer one is. */
function isOutermost(path: string): boolean {
  return path.split(`${NODE_MODULES}/`).length === 2 && normalize(path) === path && !path.startsWith('..')
}

/** Whether everything that was recorded is there in the same version. */
function hasAll(installed: Installation, recorded: readonly RecordedPackage[]): boolean {
  const there = new Set([...installed].map(([path, { version }]) => `${nameOf(path)}@${version ?? ''}`))
  const linked = new Set([...installed].filter(([, { link }]) => link === true).map(([path]) => nameOf(path)))
  return recorded.every(({ name, version }) => there.has(`${name}@${version}`) || linked.has(name))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf(`${NODE_MODULES}/`) + NODE_MODULES.length + 1)
}
