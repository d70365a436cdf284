import type { HashName } from '../cache/index.ts'
import { kindOf, hashOut, type OutOptions } from './hash-out.ts'
import { storeOf, type Workspace } from './workspace.ts'

/** An out or a dependency as it is recorded. */
export interface RecordedOut {
  /** Absolute. */
  readonly path: string
  /** Undefined where nothing was recorded yet. */
  readonly oid: string | undefined
  readonly hash: HashName
  /** Whether its data are kept in the cache; false for dependencies. */
  readonly isCached: boolean
}

/** What is to be said of an out; undefined when it is as it was recorded. One of which nothing was recorded is modified. */
export type OutState = 'not in cache' | 'deleted' | 'modified' | undefined

/**
 * Compares what is recorded of an out with the cache and the work tree, in DVC's order: objects that are missing first, for a folder of any
 * member. Wrong objects that nobody protected are dropped on the way.
 */
export async function outStatus(workspace: Workspace, out: RecordedOut, options: Omit<OutOptions, 'hash'> = {}): Promise<OutState> {
  const { path, oid, hash, isCached } = out
  if (workspace.ignore.isIgnored(path) || kindOf(path) === 'nothing')
    return oid !== undefined && isCached && !(await isWholeInCache(workspace, { oid, hash }, options.signal)) ? 'not in cache' : 'deleted'
  if (oid === undefined) return 'modified'
  const [isWhole, found] = await Promise.all([
    !isCached || isWholeInCache(workspace, { oid, hash }, options.signal),
    hashOut(workspace, path, { ...options, hash }),
  ])
  if (!isWhole) return 'not in cache'
  if (found === undefined) return 'deleted'
  return found.oid === oid ? undefined : 'modified'
}

/** Whether an object is in the cache, and for a folder all members. */
export function isWholeInCache(
  workspace: Workspace,
  { oid, hash }: { readonly oid: string; readonly hash: HashName },
  signal?: AbortSignal,
): Promise<boolean> {
  return storeOf(workspace, hash).isWhole(oid, signal)
}
