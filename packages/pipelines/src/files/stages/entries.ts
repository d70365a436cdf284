import { isMapping, isSequence, str, type Mapping, type Scalar, type Sequence, type Value } from '../../python/index.ts'

/** Which digest of which algorithm an entry has. `md5-dos2unix` is what entries without `hash:` mean by `md5`. */
export interface EntryHash {
  readonly algorithm: 'md5' | 'md5-dos2unix' | 'etag' | 'checksum'
  /** Undefined where it is not known yet. */
  readonly value: string | undefined
}

export interface EntryMeta {
  readonly size?: bigint
  /** Number of files, of a folder. */
  readonly nfiles?: bigint
  readonly isexec?: boolean
  readonly versionId?: string
}

export interface Annotations {
  readonly desc?: string
  readonly type?: string
  readonly labels?: Sequence
  readonly meta?: Value
}

interface Entry {
  /** As written, from the working folder of the stage. */
  readonly path: string
  readonly hash: EntryHash
  readonly meta: EntryMeta
  /** The members of a folder, where they are listed in the file itself. */
  readonly files?: Sequence
  readonly cloud?: Mapping
  readonly fsConfig?: Mapping
}

/** Something that a stage makes, or that a `.dvc` file tracks. */
export interface OutEntry extends Entry {
  readonly cache: boolean
  readonly persist: boolean
  readonly push: boolean
  readonly remote?: string
  readonly metric?: Value
  readonly plot?: Value
  readonly annotations: Annotations
}

/** Something that a stage reads: a file or URL, a file of another repository, or parameters. */
export type DepEntry =
  | (Entry & { readonly kind: 'file' })
  | { readonly kind: 'repo'; readonly path: string; readonly repo: Mapping }
  | { readonly kind: 'other'; readonly raw: Mapping }

export function parseOut(raw: Mapping): OutEntry {
  const annotations = {
    ...optional('desc', text(raw, 'desc')),
    ...optional('type', text(raw, 'type')),
    ...optional('labels', list(raw, 'labels')),
    ...optional('meta', raw.get('meta')),
  }
  return {
    ...parseEntry(raw),
    cache: raw.get('cache') !== false,
    persist: raw.get('persist') === true,
    push: raw.get('push') !== false,
    ...optional('remote', text(raw, 'remote')),
    ...optional('metric', raw.get('metric') || undefined),
    ...optional('plot', raw.get('plot') || undefined),
    annotations,
  }
}

export function parseDep(raw: Mapping): DepEntry {
  const repo = raw.get('repo')
  if (isMapping(repo)) return { kind: 'repo', path: text(raw, 'path') ?? '', repo }
  if (!raw.has('path') || raw.has('db') || raw.has('dataset') || raw.has('params')) return { kind: 'other', raw }
  return { kind: 'file', ...parseEntry(raw) }
}

function parseEntry(raw: Mapping): Entry {
  return {
    path: text(raw, 'path') ?? '',
    hash: parseHash(raw),
    meta: {
      ...optional('size', integer(raw, 'size')),
      ...optional('nfiles', integer(raw, 'nfiles')),
      ...optional('isexec', raw.get('isexec') === true ? true : undefined),
      ...optional('versionId', text(raw, 'version_id')),
    },
    ...optional('files', list(raw, 'files')),
    ...optional('cloud', mapping(raw, 'cloud')),
    ...optional('fsConfig', mapping(raw, 'fs_config')),
  }
}

function parseHash(raw: Mapping): EntryHash {
  const name = (['etag', 'checksum'] as const).find((key) => raw.has(key))
  if (name !== undefined) return { algorithm: name, value: digest(raw.get(name)) }
  const value = digest(raw.get('md5'))?.toLowerCase()
  return { algorithm: raw.has('hash') || !raw.has('md5') ? 'md5' : 'md5-dos2unix', value }
}

/** Digests of digits alone may have been written without quotes. */
function digest(value: Value | undefined): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : str(value)
}

/** The entry of a `.dvc` file, its keys in the order in which DVC writes them. */
export function printOut(out: OutEntry): Mapping {
  const { desc, type, labels, meta } = out.annotations
  return compact([
    ...entryPairs(out),
    ['desc', desc],
    ['type', type],
    ['labels', labels !== undefined && labels.length > 0 ? labels : undefined],
    ['meta', isMapping(meta) && meta.size === 0 ? undefined : meta],
    ['cache', out.cache ? undefined : false],
    ['metric', out.metric],
    ['plot', out.plot],
    ['persist', out.persist ? true : undefined],
    ['remote', out.remote],
    ['push', out.push ? undefined : false],
    ['files', out.files],
  ])
}

export function printDep(dep: DepEntry): Mapping {
  if (dep.kind === 'other') return dep.raw
  if (dep.kind === 'repo') return new Map<Scalar, Value>([['path', dep.path]]).set('repo', dep.repo)
  return compact([...entryPairs(dep), ['files', dep.files]])
}

function entryPairs(entry: Entry): [string, Value | undefined][] {
  const { algorithm, value } = entry.hash
  return [
    ...(entry.files === undefined ? [[algorithm === 'md5-dos2unix' ? 'md5' : algorithm, value] as [string, Value | undefined]] : []),
    ...(entry.files === undefined ? metaPairs(entry) : []),
    ['hash', algorithm === 'md5-dos2unix' ? undefined : 'md5'],
    ['path', entry.path],
    ['fs_config', entry.fsConfig],
  ]
}

function metaPairs({ meta, cloud }: Entry): [string, Value | undefined][] {
  return [
    ['size', meta.size],
    ['nfiles', meta.nfiles],
    ['isexec', meta.isexec],
    ['version_id', cloud === undefined ? meta.versionId : undefined],
    ['cloud', cloud],
  ]
}

/** The entry of a `dvc.lock`: path, hash and digest, sizes. */
export function printLocked(entry: Pick<Entry, 'path' | 'hash' | 'meta' | 'files' | 'cloud'>): Mapping {
  const { algorithm, value } = entry.hash
  const rest: [string, Value | undefined][] =
    entry.files === undefined
      ? [[algorithm === 'md5-dos2unix' ? 'md5' : algorithm, value], ...metaPairs({ ...entry })]
      : [['files', entry.files]]
  return compact([['path', entry.path], ['hash', algorithm === 'md5-dos2unix' ? undefined : 'md5'], ...rest])
}

export function parseLocked(raw: Mapping): Entry {
  return parseEntry(raw)
}

/** A mapping of the pairs that have a value. */
export function compact(pairs: readonly (readonly [string, Value | undefined])[]): Map<Scalar, Value> {
  const result = new Map<Scalar, Value>()
  for (const [key, value] of pairs) if (value !== undefined) result.set(key, value)
  return result
}

/** `{ key: value }`, or nothing where there is no value. */
export function optional<Key extends string, T>(key: Key, value: T | undefined): { readonly [K in Key]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: T }
}

export function text(raw: Mapping, key: string): string | undefined {
  const value = raw.get(key)
  return typeof value === 'string' ? value : undefined
}

export function list(raw: Mapping, key: string): Sequence | undefined {
  const value = raw.get(key)
  return isSequence(value) ? value : undefined
}

export function mapping(raw: Mapping, key: string): Mapping | undefined {
  const value = raw.get(key)
  return isMapping(value) ? value : undefined
}

function integer(raw: Mapping, key: string): bigint | undefined {
  const value = raw.get(key)
  return typeof value === 'bigint' ? value : undefined
}

/** The mappings of a list, everything else left out. */
export function mappings(raw: Mapping, key: string): Mapping[] {
  return (list(raw, key) ?? []).filter(isMapping)
}
