import { fstatSync } from 'node:fs'
import { join } from 'node:path'
import { type FileUse, findChanges, isBelow, isEnvironment, isTemporary, type Scan } from '../tracing/index.ts'
import { type FileToDescribe, stateOf } from './describe-files.ts'
import { findStores } from './find-stores.ts'

export interface OutputSearch {
  readonly uses: readonly FileUse[]
  readonly before: Scan
  readonly after: Scan
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly root: string
  readonly prefixes: readonly string[]
}

/** More are not described: a record is read as a whole. */
const MOST = 10_000

/**
 * What changes in the work tree, but not by the command: files that this program's own output is directed to, which may lie there, and stores
 * of servers, which may have come to be only now.
 */
function findPassing(root: string): { readonly inodes: ReadonlySet<number | undefined>; readonly stores: readonly string[] } {
  const outputs = [1, 2].flatMap((stream) => {
    try {
      const stats = fstatSync(stream)
      return stats.isFile() ? [stats.ino] : []
    } catch {
      return []
    }
  })
  return { inodes: new Set(outputs), stores: findStores(root) }
}

/** Files in the work tree that are new or other than before, and those that a hook or trace saw written where nobody looked. */
export function findOutputs({ uses, before, after, startedAt, root, prefixes }: OutputSearch): FileToDescribe[] {
  const passing = findPassing(root)
  const inside = findChanges(before, after, startedAt)
    .filter((path) => !passing.inodes.has(after.files.get(path)?.inode))
    .map((path): FileToDescribe => ({ path: join(root, path), knownBy: 'SCAN' }))
    .filter(({ path }) => !passing.stores.some((store) => path === store || isBelow(path, store)))
  const isScanned = before.files.size + after.files.size > 0
  const outside = uses.flatMap(({ path, isWritten, source }): FileToDescribe[] => {
    const isInside = isBelow(path, root)
    if (!isWritten || (isInside && isScanned)) return []
    if (!isInside && (isTemporary(path) || isEnvironment(path, prefixes))) return []
    return stateOf(path) === undefined ? [] : [{ path, knownBy: source }]
  })
  return [...inside, ...outside].slice(0, MOST)
}
