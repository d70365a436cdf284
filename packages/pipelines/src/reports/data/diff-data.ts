import { RepriseError } from '@reprise/protocol/errors'
import type { Cache } from '../../cache/index.ts'
import { compareEntries, type DataChange } from './compare-entries.ts'
import { type DataEntries, type DataEntry, isInCache } from './data-entries.ts'

/** A file or folder, with a slash behind the latter; for what was renamed both paths. */
export type ChangedPath = string | { readonly old: string; readonly new: string }
export type ChangedHash = string | null | { readonly old: string | null; readonly new: string | null }

export interface DiffEntry {
  readonly path: ChangedPath
  readonly hash: ChangedHash
}

/** What differs between two revisions, by path. */
export interface DataDiff {
  readonly added: readonly DiffEntry[]
  readonly deleted: readonly DiffEntry[]
  readonly modified: readonly DiffEntry[]
  readonly renamed: readonly DiffEntry[]
  readonly 'not in cache': readonly DiffEntry[]
}

export interface DiffOptions {
  /** Paths of data from the root; none: everything. */
  readonly targets: readonly string[]
  /** Where to look for the old data; undefined: what is missing is not told. */
  readonly cache?: Cache | undefined
}

/** Undefined where nothing differs. Throws RESOURCE_DOES_NOT_EXIST for a target that neither side has. */
export function diffData(old: DataEntries, current: DataEntries, { targets, cache }: DiffOptions): DataDiff | undefined {
  for (const target of targets) assertKnown(target, old, current)
  const isMeant = (path: string): boolean =>
    targets.length === 0 || targets.some((target) => path === target || path.startsWith(`${target}/`))
  const changes = compareEntries(old, current, { hashOnly: false, granular: true, isMeant })
  const of = (kind: DataChange['kind']): DiffEntry[] =>
    changes
      .filter((change) => change.kind === kind)
      .map(toEntry)
      .toSorted(byOldPath)
  const missing =
    cache === undefined ? [] : changes.flatMap(({ old: entry }) => (entry === undefined || isInCache(entry, cache) ? [] : [entry]))
  const diff: DataDiff = {
    added: of('added'),
    deleted: of('deleted'),
    modified: of('modified'),
    renamed: of('renamed'),
    'not in cache': missing.map((entry) => ({ path: shown(entry), hash: entry.oid ?? null })).toSorted(byOldPath),
  }
  return Object.values(diff).some((entries: readonly DiffEntry[]) => entries.length > 0) ? diff : undefined
}

function assertKnown(target: string, ...sides: readonly DataEntries[]): void {
  const isKnown = sides.some(({ byPath, unknown }) =>
    [...byPath.keys()].some(
      (path) => path === target || path.startsWith(`${target}/`) || (unknown.has(path) && target.startsWith(`${path}/`)),
    ),
  )
  if (!isKnown) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `[Errno 2] No such file or directory: '${target}'`)
}

function toEntry({ kind, old, current }: DataChange): DiffEntry {
  if (kind === 'renamed' && old !== undefined && current !== undefined)
    return { path: { old: shown(old), new: shown(current) }, hash: old.oid ?? null }
  if (old !== undefined && current !== undefined) return { path: shown(old), hash: { old: old.oid ?? null, new: current.oid ?? null } }
  const only = old ?? current
  return { path: only === undefined ? '' : shown(only), hash: only?.oid ?? null }
}

/** A folder has a slash behind it. */
export function shown({ path, isFolder }: DataEntry): string {
  return isFolder ? `${path}/` : path
}

function byOldPath(left: DiffEntry, right: DiffEntry): number {
  const [a, b] = [left, right].map(({ path }) => (typeof path === 'string' ? path : path.old))
  return (a ?? '') < (b ?? '') ? -1 : 1
}
