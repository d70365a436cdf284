import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { StageOut } from '../graph/index.ts'
import { recordedDigest } from '../tracking/out-entry.ts'
import type { SourceRepository } from './source-repository.ts'
import { findInSource, type SourceItem, type TakeOptions } from './take-from-source.ts'

export interface ListedEntry {
  readonly path: string
  /** Data of an output, or the output itself. */
  readonly isOut: boolean
  readonly isFolder: boolean
  readonly isExecutable: boolean
  /** Bytes, where they are known. */
  readonly size: number | null
  readonly md5: string | null
}

export interface ListOptions extends TakeOptions {
  /** All files below, and no folders. */
  readonly isRecursive?: boolean | undefined
  /** Without what git tracks. */
  readonly onlyData?: boolean | undefined
}

/** What a repository has at a path, of git and of data alike, by path. Throws RESOURCE_DOES_NOT_EXIST where there is nothing. */
export async function listSource(source: SourceRepository, path: string, options: ListOptions): Promise<ListedEntry[]> {
  const covering = await source.covering(path)
  const outs = (await source.files.all()).flatMap((stage) => stage.outs).filter(({ place }) => place === 'project')
  const isPlainFolder = covering === undefined && (path === '' || source.tree.kind(path) === 'folder')
  const entries = options.isRecursive !== true && isPlainFolder ? listLevel(source, path, outs) : await listFiles(source, path, options)
  const shown = options.onlyData === true ? entries.filter(({ isOut }) => isOut) : entries
  return shown.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** One level of a folder: outputs are not looked into. */
function listLevel(source: SourceRepository, path: string, outs: readonly StageOut[]): ListedEntry[] {
  const start = path === '' ? '' : `${path}/`
  const found = new Map<string, ListedEntry>()
  for (const { name, isFolder } of source.tree.list(path)) {
    if (name !== '.git' && name !== '.dvc')
      found.set(name, plain(name, { isFolder, size: isFolder ? sizeOfFolder(source, start + name) : sizeOf(source, start + name) }))
  }
  for (const out of outs.filter(({ at }) => at.startsWith(start) && at !== path)) {
    const [name = '', ...rest] = out.at.slice(start.length).split('/')
    if (rest.length === 0) found.set(name, toEntry(source, name, out))
    else if (!found.has(name)) found.set(name, plain(name, { isFolder: true, size: null }))
  }
  return [...found.values()]
}

async function listFiles(source: SourceRepository, path: string, options: ListOptions): Promise<ListedEntry[]> {
  const unmade: ListedEntry[] = []
  const item = await findInSource(source, path, {
    ...options,
    onUnmade: (at) => unmade.push({ ...plain(at, { isFolder: false, size: 0 }), isOut: true }),
  })
  const own = path.slice(path.lastIndexOf('/') + 1)
  const sizes = await sizesInSource(source, item, options)
  const files = item.files.map(({ path: below, object }) => ({
    path: below === '' ? own : below,
    oid: object?.oid,
    whole: below === '' ? path : `${path === '' ? '' : `${path}/`}${below}`,
  }))
  const names = new Set(unmade.map((entry) => entry.path))
  const made = files
    .filter((file) => !names.has(file.path))
    .map(({ path: name, oid, whole }): ListedEntry => {
      const size = oid === undefined ? sizeOf(source, whole) : (sizes.get(oid) ?? null)
      return { path: name, isOut: oid !== undefined, isFolder: false, isExecutable: false, size, md5: oid ?? null }
    })
  const listed = [...made, ...unmade]
  return options.isRecursive === true || !item.isFolder ? listed : toLevel(listed)
}

async function sizesInSource({ cache }: SourceRepository, { files }: SourceItem, { signal }: TakeOptions): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  for (const hash of ['md5', 'md5-dos2unix'] as const) {
    const oids = files.flatMap(({ object }) => (object?.hash === hash ? object.oid : []))
    for (const [oid, size] of (await cache?.[hash].sizes(oids, signal)) ?? []) sizes.set(oid, size)
  }
  return sizes
}

/** Folders in the place of what is in them. */
function toLevel(entries: readonly ListedEntry[]): ListedEntry[] {
  const found = new Map<string, ListedEntry>()
  for (const entry of entries) {
    const slash = entry.path.indexOf('/')
    const name = slash < 0 ? entry.path : entry.path.slice(0, slash)
    found.set(name, slash < 0 ? entry : { ...plain(name, { isFolder: true, size: null }), isOut: entry.isOut })
  }
  return [...found.values()]
}

function toEntry(source: SourceRepository, path: string, out: StageOut): ListedEntry {
  const { meta } = out.recorded ?? { meta: {} }
  const oid = recordedDigest(out)?.oid ?? null
  const size = 'size' in meta && meta.size !== undefined ? Number(meta.size) : oid === null ? 0 : null
  const here = oid?.endsWith('.dir') === true ? sizeOfFolder(source, out.at) : null
  return {
    path,
    isOut: out.cache,
    isFolder: oid?.endsWith('.dir') === true,
    isExecutable: 'isexec' in meta && meta.isexec === true,
    size: here ?? size,
    md5: oid,
  }
}

function plain(path: string, { isFolder, size }: { readonly isFolder: boolean; readonly size: number | null }): ListedEntry {
  return { path, isOut: false, isFolder, isExecutable: false, size, md5: null }
}

function sizeOf(source: SourceRepository, path: string): number | null {
  return source.tree.read(path)?.length ?? null
}

/** As DVC has it: what the system says of the folder itself, where there is one. */
function sizeOfFolder({ workTree }: SourceRepository, path: string): number | null {
  return workTree === undefined ? null : (statSync(join(workTree, path), { throwIfNoEntry: false })?.size ?? null)
}
