import type { Cache } from '../../cache/index.ts'
import { compareEntries, type DataChange } from './compare-entries.ts'
import { type DataEntries, isInCache } from './data-entries.ts'
import { shown } from './diff-data.ts'

/** Paths from the root by what became of them, folders with a slash behind them. */
export interface StateChanges {
  readonly modified?: readonly string[]
  readonly added?: readonly string[]
  readonly deleted?: readonly string[]
  readonly renamed?: readonly { readonly old: string; readonly new: string }[]
  readonly unknown?: readonly string[]
}

export interface DataStatus {
  readonly not_in_cache: readonly string[]
  /** Filled by those who know a remote. */
  readonly not_in_remote: readonly string[]
  /** What the `.dvc` and lock files say that those of the last commit do not. */
  readonly committed: StateChanges
  /** What the work tree has that the `.dvc` and lock files do not say. */
  readonly uncommitted: StateChanges
  readonly untracked: readonly string[]
  readonly unchanged: readonly string[]
}

export interface DataStates {
  /** Undefined without git. */
  readonly head: DataEntries | undefined
  readonly index: DataEntries
  readonly workTree: DataEntries
}

export interface DataStatusOptions {
  /** Paths from the root; none: everything. */
  readonly targets: readonly string[]
  /** Whether members of folders are told one by one. */
  readonly granular: boolean
  readonly cache: Cache
}

/** How the data of the last commit, of the `.dvc` and lock files, and of the work tree differ. */
export function dataStatus({ head, index, workTree }: DataStates, { targets, granular, cache }: DataStatusOptions): DataStatus {
  const isMeant = (path: string): boolean =>
    targets.length === 0 || targets.some((target) => path === target || path.startsWith(`${target}/`))
  const options = { hashOnly: true, granular, isMeant }
  const uncommitted = compareEntries(index, workTree, options).filter(isTold)
  const committed = head === undefined ? [] : compareEntries(head, index, options).filter(isTold)
  const missing = uncommitted.flatMap(({ old }) => (old?.oid === undefined || isInCache(old, cache) ? [] : [shown(old)]))
  const unchanged = pathsOf(uncommitted, 'unchanged')
  const unchangedBefore = new Set(pathsOf(committed, 'unchanged'))
  return {
    not_in_cache: missing,
    not_in_remote: [],
    committed: toStates(committed),
    uncommitted: toStates(uncommitted),
    untracked: [],
    unchanged: head === undefined ? unchanged : unchanged.filter((path) => unchangedBefore.has(path)),
  }
}

/** Entries of which nothing is recorded, and unknown ones that are gone, are not told. */
function isTold({ kind, old, current }: DataChange): boolean {
  if (kind === 'unchanged') return old?.oid !== undefined || current?.oid !== undefined
  return kind !== 'unknown' || current !== undefined
}

function toStates(changes: readonly DataChange[]): StateChanges {
  const renamed = changes.flatMap(({ kind, old, current }) =>
    kind === 'renamed' && old !== undefined && current !== undefined ? [{ old: shown(old), new: shown(current) }] : [],
  )
  const states = (['modified', 'added', 'deleted', 'unknown'] as const).map((kind) => [kind, pathsOf(changes, kind)] as const)
  return Object.fromEntries([...states, ['renamed', renamed] as const].filter(([, found]) => found.length > 0))
}

function pathsOf(changes: readonly DataChange[], kind: DataChange['kind']): string[] {
  return changes.filter((change) => change.kind === kind).map(pathOf)
}

function pathOf({ old, current }: DataChange): string {
  const path = old?.path ?? current?.path ?? ''
  return (current ?? old)?.isFolder === true ? `${path}/` : path
}
