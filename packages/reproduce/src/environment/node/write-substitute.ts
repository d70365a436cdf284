import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import { saveKept } from '../../original/read-artifact.ts'
import type { RestoreContext } from '../../restore/context.ts'
import type { EnvironmentPlan } from '../prepare-environment.ts'

/** A project that stands for the one whose lock file is not there: npm installs into it, and what it installed is moved. */
export interface Substitute {
  readonly folder: string
  /** Whether every package has its hash. */
  readonly isLocked: boolean
  readonly note: string
}

interface Entry {
  readonly version?: string
  readonly integrity?: string
  readonly link?: boolean
}

/**
 * Writes the project: out of npm's own list of what was installed, as a lock file; where that was not recorded, out of the names and versions of
 * packages, one version of each. Undefined where neither is known.
 */
export async function writeSubstitute(plan: EnvironmentPlan, context: RestoreContext, folder: string): Promise<Substitute | undefined> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const list = await readList(plan, context, join(folder, 'list.json'))
  if (list !== undefined) {
    const dependencies = toDependencies(
      list.map(([path, { version }]) => [path.slice('node_modules/'.length), version ?? '']).filter(isOutermost),
    )
    const root = { name: 'restored', version: '0.0.0', dependencies }
    await writeFile(join(folder, 'package.json'), JSON.stringify(root))
    const lock = {
      name: 'restored',
      version: '0.0.0',
      lockfileVersion: 3,
      requires: true,
      packages: { '': root, ...Object.fromEntries(list) },
    }
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock))
    const isLocked = list.every(([, { integrity }]) => integrity !== undefined)
    return { folder, isLocked: true, note: `npm ci installed what was installed${isLocked ? '' : '; not all of it has a hash'}` }
  }
  const recorded = plan.record.environment.packages.filter(({ ecosystem, source }) => ecosystem === 'node' && source === undefined)
  if (recorded.length === 0) return undefined
  const dependencies = toDependencies(recorded.map(({ name, version }) => [name, version]))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'restored', version: '0.0.0', dependencies }))
  return { folder, isLocked: false, note: 'npm installed the recorded versions' }
}

/** What comes from a stranger is nothing but names and versions of the registry. */
function toDependencies(pairs: readonly (readonly string[])[]): Record<string, string> {
  return Object.fromEntries(
    pairs.filter(([name = '', version = '']) => /^(?:@[\w.-]+\/)?[\w.-]+$/.test(name) && /^\d[\w.+-]*$/.test(version)),
  ) as Record<string, string>
}

function isOutermost([name = '']: readonly string[]): boolean {
  return !name.includes('node_modules/')
}

/** npm's list, `node_modules/.package-lock.json`, without what was linked: workspaces are code. */
async function readList(
  { record, artifactUri }: EnvironmentPlan,
  { client }: RestoreContext,
  copy: string,
): Promise<[string, Entry][] | undefined> {
  const kept = record.environment.lock_files.find(({ kind }) => kind === 'npm-installed')?.file
  if (kept === undefined) return undefined
  try {
    await saveKept(client, artifactUri, { kept, file: copy })
    const { packages = {} } = JSON.parse(await readFile(copy, 'utf8')) as { packages?: Record<string, Entry> }
    const entries = Object.entries(packages).filter(([path, { link }]) => path.startsWith('node_modules/') && link !== true)
    return entries.length === 0 ? undefined : entries
  } catch (error) {
    if (error instanceof RepriseError || error instanceof SyntaxError) return undefined
    throw error
  } finally {
    await rm(copy, { force: true })
  }
}
