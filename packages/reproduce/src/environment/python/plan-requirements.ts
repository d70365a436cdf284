import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordedPackage } from '@reprise/protocol'
import { RepriseError } from '@reprise/protocol'
import { saveKept } from '../../original/read-artifact.ts'
import type { RestoreContext } from '../../restore/context.ts'
import type { EnvironmentPlan } from '../prepare-environment.ts'
import { findProjects } from './find-projects.ts'
import { toKey } from './package-key.ts'
import { lockKinds, type LockedPackage, readLock } from './read-lock.ts'

/** What is to be installed, each as one requirement in the words of pip. */
export interface Requirements {
  /** `name==1.0`, `name @ git+https://…`; with hashes where a lock file has them. */
  readonly packages: readonly Requirement[]
  /** Packages that are used in place: folders of the restored code. */
  readonly projects: readonly string[]
  /** Whether a lock file names a hash for everything. */
  readonly isLocked: boolean
  readonly notes: readonly string[]
}

export interface Requirement {
  readonly name: string
  readonly line: string
}

/** Takes hashes from a recorded lock file that names the very versions that were installed. What it does not name is installed by its version. */
export async function planRequirements(
  packages: readonly RecordedPackage[],
  plan: EnvironmentPlan,
  context: RestoreContext,
): Promise<Requirements> {
  const lock = await findLock(packages, plan, context)
  const projects = await findProjects(packages, plan)
  const notes: string[] = []
  const found: Requirement[] = []
  let isLocked = lock !== undefined
  for (const item of packages) {
    const { name, version, source } = item
    if (projects.has(item)) continue
    const hashes = lock?.get(toKey(name))?.hashes ?? []
    if (source === undefined) {
      if (hashes.length === 0) isLocked = false
      found.push({ name, line: `${name}==${version}${hashes.map((hash) => ` --hash=${hash}`).join('')}` })
    } else if (/^(?:git\+)?https?:/.test(source)) {
      isLocked = false
      found.push({ name, line: `${name} @ ${source}` })
    } else {
      isLocked = false
      notes.push(`${name} came from ${source}, and was not installed`)
    }
  }
  return { packages: found, projects: [...new Set(projects.values())], isLocked, notes }
}

/** The lock file that names most of what was installed, in the version that was. */
async function findLock(
  packages: readonly RecordedPackage[],
  { record, artifactUri, root, scratch }: EnvironmentPlan,
  { client }: RestoreContext,
): Promise<ReadonlyMap<string, LockedPackage> | undefined> {
  let best: ReadonlyMap<string, LockedPackage> | undefined
  for (const { kind, path, file: kept } of record.environment.lock_files) {
    if (!lockKinds.includes(kind)) continue
    const copy = kept === undefined ? join(root, path) : join(scratch, 'lock')
    if (kept !== undefined) {
      const isLost = await saveKept(client, artifactUri, { kept, file: copy }).then(
        () => false,
        (error: unknown) => error instanceof RepriseError,
      )
      if (isLost) continue
    }
    const locked = readLock(kind, await readFile(copy, 'utf8').catch(() => ''))
    const matching = new Map(
      locked
        .filter((each) => packages.some(({ name, version }) => toKey(name) === toKey(each.name) && isSameVersion(version, each.version)))
        .map((each) => [toKey(each.name), each]),
    )
    if (matching.size > (best?.size ?? 0)) best = matching
  }
  return best
}

/** `1.0` and `1.0.0` are the same; a local version (`+cu121`) counts. */
function isSameVersion(a: string, b: string): boolean {
  const plain = (version: string): string =>
    version
      .toLowerCase()
      .replace(/^v/, '')
      .replace(/(?:\.0+)+(?=$|\+)/, '')
  return plain(a) === plain(b)
}
