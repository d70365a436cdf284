import { existsSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import type { Cache, HashName, ObjectStore } from '../../cache/index.ts'
import { hashOut, type Workspace } from '../../checkout/index.ts'
import { isPartialImport, type Stage, type StageOut } from '../../graph/index.ts'
import { isTreeId, type Tree } from '../../trees/index.ts'
import type { TreeMemory } from './tree-memory.ts'

/** A file or folder of data. */
export interface DataEntry {
  /** From the root of the project. */
  readonly path: string
  readonly isFolder: boolean
  readonly hash: HashName
  /** Undefined where nothing was recorded. */
  readonly oid: string | undefined
}

/** The data of a project in one place, the members of folders included. */
export interface DataEntries {
  readonly byPath: ReadonlyMap<string, DataEntry>
  /** Folders whose members are not known, since their trees are not in the cache. */
  readonly unknown: ReadonlySet<string>
}

/** The outputs whose data are kept in the cache, by path. */
export function cachedOuts(stages: readonly Stage[]): Map<string, StageOut> {
  const outs = stages.flatMap((stage) =>
    stage.outs.filter(({ cache, place }) => cache && place === 'project').map((out) => promised(stage, out)),
  )
  return new Map(outs.map((out) => [out.at, out]))
}

/** What was imported and never got is said to be what its source was. */
function promised(stage: Stage, out: StageOut): StageOut {
  const [dep] = stage.deps
  const isPromised = isPartialImport(stage) && out.recorded?.hash.value === undefined && dep?.recorded?.hash.algorithm === 'md5'
  return isPromised ? { ...out, recorded: dep.recorded } : out
}

/** What stages recorded of their data. */
export function recordedEntries(outs: Iterable<StageOut>, cache: Cache, trees: TreeMemory): DataEntries {
  const byPath = new Map<string, DataEntry>()
  const unknown = new Set<string>()
  for (const { at, recorded } of outs) {
    const oid = recorded?.hash.value
    const hash = recorded?.hash.algorithm === 'md5-dos2unix' ? 'md5-dos2unix' : 'md5'
    const isFolder = oid !== undefined && isTreeId(oid)
    byPath.set(at, { path: at, isFolder, hash, oid })
    if (!isFolder) continue
    const tree = readTree(cache[hash], oid, trees)
    if (tree === undefined) unknown.add(at)
    else addMembers(byPath, { path: at, hash }, tree)
  }
  return { byPath, unknown }
}

/** What stands in the work tree where the data are to be; hashed where it has changed since it was last read. */
export async function workTreeEntries(workspace: Workspace, outs: Iterable<StageOut>, signal: AbortSignal): Promise<DataEntries> {
  const byPath = new Map<string, DataEntry>()
  for (const { at, recorded } of outs) {
    const hash = recorded?.hash.algorithm === 'md5-dos2unix' ? 'md5-dos2unix' : 'md5'
    const found = await hashOut(workspace, `${workspace.root}/${at}`, { hash, signal })
    if (found === undefined) continue
    byPath.set(at, { path: at, isFolder: found.tree !== undefined, hash, oid: found.oid })
    if (found.tree !== undefined) addMembers(byPath, { path: at, hash }, found.tree)
  }
  return { byPath, unknown: new Set() }
}

/** Whether the object of an entry is in the cache; of a folder, its tree. */
export function isInCache({ hash, oid }: DataEntry, cache: Cache): boolean {
  return oid === undefined || existsSync(cache[hash].path(oid))
}

function addMembers(byPath: Map<string, DataEntry>, { path, hash }: Pick<DataEntry, 'path' | 'hash'>, tree: Tree): void {
  for (const entry of tree) {
    const whole = `${path}/${entry.path}`
    byPath.set(whole, { path: whole, isFolder: false, hash, oid: entry.md5 })
  }
}

/** One that is not in the cache, or not right, may be remembered. */
function readTree(store: ObjectStore, oid: string, trees: TreeMemory): Tree | undefined {
  try {
    const found = store.readTree(oid)
    if (found !== undefined) trees.remember(oid, found)
    return found ?? trees.recall(oid)
  } catch (error) {
    if (error instanceof RepriseError && error.code === 'DATA_LOSS') return trees.recall(oid)
    throw error
  }
}
