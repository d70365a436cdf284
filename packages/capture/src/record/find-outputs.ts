import { join, relative } from 'node:path'
import { type FileUse, findChanges, isBelow, isEnvironment, isPackage, isTemporary, type Scan } from '../tracing/index.ts'
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
  /** Files that are outputs whoever wrote them, absolute. */
  readonly declared: readonly string[]
  /** Inodes of files that what the command prints is directed to. */
  readonly ownOutput: ReadonlySet<number>
}

/** More are not described: a record is read as a whole. */
const MOST = 10_000

/** Files in the work tree that are new or other than before, and those that a hook or trace saw written where nobody looked. */
export function findOutputs({
  uses,
  before,
  after,
  startedAt,
  root,
  prefixes,
  stores,
  declared,
  ownOutput,
}: OutputSearch): FileToDescribe[] {
  const inside = findChanges(before, after, startedAt)
    .filter((path) => !ownOutput.has(after.files.get(path)?.inode ?? 0))
    .map((path): FileToDescribe => ({ path: join(root, path), knownBy: 'SCAN' }))
    .filter(({ path }) => !stores.some((store) => isBelow(path, store)))
  const isScanned = before.files.size + after.files.size > 0
  const isElsewhere = (path: string): boolean => isTemporary(path, root) || isEnvironment(path, prefixes)
  const outside = uses.flatMap(({ path, isWritten, source }): FileToDescribe[] => {
    const isInside = isBelow(path, root)
    if (!isWritten || (isInside && isScanned) || stores.some((store) => isBelow(path, store))) return []
    if (isInside ? isPackage(`/${relative(root, path)}`) : isElsewhere(path)) return []
    return stateOf(path) === undefined ? [] : [{ path, knownBy: source }]
  })
  const named = declared.map((path): FileToDescribe => ({ path, knownBy: 'DECLARED' }))
  const found = new Map([...inside, ...outside, ...named].map((file) => [file.path, file]))
  return [...found.values()].slice(0, MOST)
}
