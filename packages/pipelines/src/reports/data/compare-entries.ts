import type { DataEntries, DataEntry } from './data-entries.ts'

/** What became of a file or folder. `unknown`: it is in a folder of which one side is not known. */
export type DataChange =
  | { readonly kind: 'added'; readonly old?: undefined; readonly current: DataEntry }
  | { readonly kind: 'deleted'; readonly old: DataEntry; readonly current?: undefined }
  | { readonly kind: 'modified' | 'renamed'; readonly old: DataEntry; readonly current: DataEntry }
  | { readonly kind: 'unchanged' | 'unknown'; readonly old?: DataEntry | undefined; readonly current?: DataEntry | undefined }

export interface CompareOptions {
  /** Whether to look only at digests: an entry of which nothing is recorded is then not there. */
  readonly hashOnly: boolean
  /** Whether members of folders are compared one by one. */
  readonly granular: boolean
  /** Which paths are looked at. */
  readonly isMeant: (path: string) => boolean
}

/** What differs between two states of the data, by path; what was deleted and is elsewhere now is renamed, folders and their members each. */
export function compareEntries(old: DataEntries, current: DataEntries, options: CompareOptions): DataChange[] {
  const changes: DataChange[] = []
  const folders = new Set<string>()
  const roots = options.granular ? undefined : new Set([...old.byPath.keys(), ...current.byPath.keys()].filter((path) => !isMember(path)))
  const paths = [...new Set([...old.byPath.keys(), ...current.byPath.keys()])].filter((path) => roots?.has(path) ?? true)
  for (const path of paths.toSorted(comparePaths)) {
    if (!options.isMeant(path)) continue
    const pair = { old: old.byPath.get(path), current: current.byPath.get(path) }
    const isUnknown = isBelow(path, old.unknown) || isBelow(path, current.unknown)
    if (isUnknown) changes.push(...newFolders(path, pair.current), { kind: 'unknown', ...pair })
    else changes.push(compare(pair.old, pair.current, options.hashOnly))
  }
  return findRenames(changes)

  /** Folders above a file of which nothing is known are told before it, each once. */
  function* newFolders(path: string, entry: DataEntry | undefined): Generator<DataChange> {
    for (let slash = path.indexOf('/'); entry !== undefined && slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const above = path.slice(0, slash)
      if (folders.has(above) || !(isBelow(above, old.unknown) || isBelow(above, current.unknown))) continue
      folders.add(above)
      yield { kind: 'unknown', current: { path: above, isFolder: true, hash: entry.hash, oid: undefined } }
    }
  }

  function isMember(path: string): boolean {
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const above = path.slice(0, slash)
      if (old.byPath.has(above) || current.byPath.has(above)) return true
    }
    return false
  }
}

function compare(old: DataEntry | undefined, current: DataEntry | undefined, hashOnly: boolean): DataChange {
  const [before, now] = hashOnly ? [withHash(old), withHash(current)] : [old, current]
  if (before === undefined && now === undefined) return { kind: 'unchanged', old, current }
  if (before === undefined) return current === undefined ? { kind: 'unchanged' } : { kind: 'added', current }
  if (now === undefined) return old === undefined ? { kind: 'unchanged' } : { kind: 'deleted', old }
  const isSame = before.oid === now.oid && (before.oid === undefined || before.hash === now.hash)
  if (isSame && (hashOnly || before.isFolder === now.isFolder)) return { kind: 'unchanged', old: before, current: now }
  return { kind: 'modified', old: before, current: now }
}

function withHash(entry: DataEntry | undefined): DataEntry | undefined {
  return entry?.oid === undefined ? undefined : entry
}

/** The first deletion of the same content is the source of the first addition. */
function findRenames(changes: readonly DataChange[]): DataChange[] {
  const deleted = new Map<string, DataEntry[]>()
  for (const { kind, old } of changes) {
    if (kind !== 'deleted' || old?.oid === undefined) continue
    const key = `${old.hash} ${old.oid}`
    deleted.set(key, [...(deleted.get(key) ?? []), old])
  }
  const sources = new Set<DataEntry>()
  const found = changes.map((change): DataChange => {
    if (change.kind !== 'added') return change
    const source = deleted.get(`${change.current.hash} ${change.current.oid}`)?.shift()
    if (source === undefined) return change
    sources.add(source)
    return { kind: 'renamed', old: source, current: change.current }
  })
  return found.filter((change) => !(change.kind === 'deleted' && sources.has(change.old)))
}

function isBelow(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.size === 0) return false
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    if (folders.has(path.slice(0, slash))) return true
  return false
}

/** Part by part, as DVC has the parts of a path. */
function comparePaths(left: string, right: string): number {
  const [a, b] = [left.split('/'), right.split('/')]
  for (const [index, part] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    if (part !== other) return part < other ? -1 : 1
  }
  return a.length - b.length
}
