import { join } from 'node:path'
import { type FileUse, findChanges, isBelow, isEnvironment, isTemporary, type Scan } from '../tracing/index.ts'
import { type FileToDescribe, stateOf } from './describe-files.ts'

export interface OutputSearch {
  readonly uses: readonly FileUse[]
  readonly before: Scan
  readonly after: Scan
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly root: string
  readonly prefixes: readonly string[]
  /** Where servers keep runs, which may have come to be only now. */
  readonly stores: readonly string[]
  /** Inodes of files that what the command prints is directed to. */
  readonly ownOutput: ReadonlySet<number>
}

/** More are not described: a record is read as a whole. */
const MOST = 10_000

/** Files in the work tree that are new or other than before, and those that a hook or trace saw written where nobody looked. */
export function findOutputs({ uses, before, after, startedAt, root, prefixes, stores, ownOutput }: OutputSearch): FileToDescribe[] {
  const inside = findChanges(before, after, startedAt)
    .filter((path) => !ownOutput.has(after.files.get(path)?.inode ?? 0))
    .map((path): FileToDescribe => ({ path: join(root, path), knownBy: 'SCAN' }))
    .filter(({ path }) => !stores.some((store) => isBelow(path, store)))
  const isScanned = before.files.size + after.files.size > 0
  const outside = uses.flatMap(({ path, isWritten, source }): FileToDescribe[] => {
    const isInside = isBelow(path, root)
    if (!isWritten || (isInside && isScanned)) return []
    if (!isInside && (isTemporary(path, root) || isEnvironment(path, prefixes))) return []
    return stateOf(path) === undefined ? [] : [{ path, knownBy: source }]
  })
  return [...inside, ...outside].slice(0, MOST)
}
