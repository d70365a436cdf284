import { chmodSync, copyFileSync, constants as fsConstants, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type { Cache } from '../cache/index.ts'
import type { StageOut } from '../graph/index.ts'
import { toFileError, toFsPath } from '../paths/index.ts'
import { fetchData, type ObjectName } from '../transfers/index.ts'
import { isTreeId, type Tree } from '../trees/index.ts'
import { recordedDigest } from '../tracking/out-entry.ts'
import type { SourceRepository } from './source-repository.ts'

/** A file that a source has: from git, or an object of its data. */
export interface SourceFile {
  /** From what was asked for; `''` for itself. */
  readonly path: string
  readonly object: ObjectName | undefined
}

/** What stands at a path of a source: files, with the output that they are of. */
export interface SourceItem {
  readonly isFolder: boolean
  readonly out: StageOut | undefined
  readonly files: readonly SourceFile[]
}

export interface TakeOptions {
  /** Where objects are got into that the source's own cache lacks. */
  readonly cache: Cache
  readonly signal: AbortSignal
  /** Told, from the folder that is looked at, of outputs of which nothing is recorded; without it they are no better than missing. */
  readonly onUnmade?: ((path: string) => void) | undefined
}

/**
 * Finds what a source has at a path: tracked by git, or data of an output or in one, or a folder of both. Lists of files that are missing are got from its
 * remote. Throws RESOURCE_DOES_NOT_EXIST in DVC's words.
 */
export async function findInSource(source: SourceRepository, path: string, options: TakeOptions): Promise<SourceItem> {
  const out = await source.covering(path)
  if (out !== undefined && (out.cache || source.tree.kind(path) === 'nothing')) return findInOut(source, { out, path }, options)
  const kind = source.tree.kind(path)
  if (kind === 'file') return { isFolder: false, out, files: [{ path: '', object: undefined }] }
  const outs = (await source.files.all())
    .flatMap((stage) => stage.outs)
    .filter((one) => one.place === 'project' && one.cache && isBelow(one.at, path))
  const places = new Set(outs.map(({ at }) => (path === '' ? at : at.slice(path.length + 1))))
  // What lies in the work tree in the place of data is not what is recorded of them.
  const files = kind === 'folder' ? [...listTree(source, path, '')].filter((file) => !isWithin(file.path, places)) : []
  for (const one of outs) {
    const at = path === '' ? one.at : one.at.slice(path.length + 1)
    if (options.onUnmade !== undefined && recordedDigest(one) === undefined) {
      options.onUnmade(at)
      continue
    }
    const item = await findInOut(source, { out: one, path: one.at }, options)
    for (const file of item.files) files.push({ path: file.path === '' ? at : `${at}/${file.path}`, object: file.object })
  }
  if (kind === 'nothing' && outs.length === 0) throw notThere(path)
  return { isFolder: true, out: undefined, files }
}

/** Makes files of an item at an absolute path, where nothing is. */
export async function takeFromSource(
  source: SourceRepository,
  { item, path }: { readonly item: SourceItem; readonly path: string },
  { target, ...options }: TakeOptions & { readonly target: string },
): Promise<void> {
  const objects = item.files.flatMap(({ object }) => object ?? [])
  const caches = await bringObjects(source, { objects, out: item.out }, options)
  try {
    if (item.isFolder) mkdirSync(target, { recursive: true })
    for (const file of item.files) {
      options.signal.throwIfAborted()
      const to = file.path === '' ? target : `${target}/${file.path}`
      mkdirSync(toFsPath(dirname(to)), { recursive: true })
      if (file.object === undefined)
        writeFileSync(toFsPath(to), readGit(source, file.path === '' ? path : `${path === '' ? '' : `${path}/`}${file.path}`))
      else copyObject(caches, file.object, to)
    }
  } catch (error) {
    throw toFileError(error, target)
  }
}

async function findInOut(
  source: SourceRepository,
  { out, path }: { readonly out: StageOut; readonly path: string },
  options: TakeOptions,
): Promise<SourceItem> {
  const digest = recordedDigest(out)
  if (digest === undefined) throw notThere(path)
  if (!isTreeId(digest.oid)) {
    if (path !== out.at) throw notThere(path)
    return { isFolder: false, out, files: [{ path: '', object: digest }] }
  }
  const tree = await readTree(source, { ...digest, out }, options)
  const { hash } = digest
  const below = path === out.at ? '' : path.slice(out.at.length + 1)
  const file = tree.find((entry) => entry.path === below)
  if (file !== undefined) return { isFolder: false, out, files: [{ path: '', object: { hash, oid: file.md5 } }] }
  const files = below === '' ? tree : tree.filter((entry) => entry.path.startsWith(`${below}/`))
  if (files.length === 0 && below !== '') throw notThere(path)
  return {
    isFolder: true,
    out,
    files: files.map((entry) => ({
      path: below === '' ? entry.path : entry.path.slice(below.length + 1),
      object: { hash, oid: entry.md5 },
    })),
  }
}

interface TreeOf extends ObjectName {
  readonly out: StageOut
}

async function readTree(source: SourceRepository, { oid, hash, out }: TreeOf, options: TakeOptions): Promise<Tree> {
  const found = source.cache?.[hash].readTree(oid) ?? options.cache[hash].readTree(oid)
  if (found !== undefined) return found
  await fetchFrom(source, { objects: [{ oid, hash }], out, includes: () => false }, options)
  const fetched = options.cache[hash].readTree(oid)
  if (fetched === undefined) throw missingData(oid)
  return fetched
}

/** The caches that have the objects, after what both lack was got. */
async function bringObjects(
  source: SourceRepository,
  { objects, out }: { readonly objects: readonly ObjectName[]; readonly out: StageOut | undefined },
  options: TakeOptions,
): Promise<readonly Cache[]> {
  const caches = [...(source.cache === undefined ? [] : [source.cache]), options.cache]
  const lacking: ObjectName[] = []
  for (const hash of ['md5', 'md5-dos2unix'] as const) {
    let oids = new Set(objects.filter((object) => object.hash === hash).map(({ oid }) => oid))
    for (const cache of caches) oids = await cache[hash].missing(oids, options.signal)
    for (const oid of oids) lacking.push({ hash, oid })
  }
  if (lacking.length > 0) await fetchFrom(source, { objects: lacking, out }, options)
  return caches
}

interface Fetching {
  readonly objects: readonly ObjectName[]
  readonly out: StageOut | undefined
  readonly includes?: () => boolean
}

async function fetchFrom(source: SourceRepository, { objects, out, includes }: Fetching, { cache, signal }: TakeOptions): Promise<void> {
  const remote = await source.openRemote(out?.remote)
  if (remote === undefined) throw missingData(objects[0]?.oid ?? '')
  await using _remote = remote
  const { failed, missing } = await fetchData(cache, remote, { wanted: objects.map((object) => ({ ...object, includes })), signal })
  const [lost] = [...failed, ...missing]
  if (lost !== undefined) throw missingData(lost.oid)
}

function copyObject(caches: readonly Cache[], { hash, oid }: ObjectName, to: string): void {
  for (const [index, cache] of caches.entries()) {
    try {
      copyFileSync(cache[hash].path(oid), toFsPath(to), fsConstants.COPYFILE_FICLONE)
      // An object is read-only, what is taken is the user's.
      chmodSync(toFsPath(to), cache.copyMode)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || index === caches.length - 1) throw error
    }
  }
}

function* listTree(source: SourceRepository, folder: string, below: string): Generator<SourceFile> {
  for (const { name, isFolder } of source.tree.list(folder)) {
    const whole = folder === '' ? name : `${folder}/${name}`
    const path = below === '' ? name : `${below}/${name}`
    if (name === '.git' || name === '.dvc') continue
    if (isFolder) yield* listTree(source, whole, path)
    else yield { path, object: undefined }
  }
}

function readGit(source: SourceRepository, path: string): Buffer {
  const bytes = source.tree.read(path)
  if (bytes === undefined) throw notThere(path)
  return bytes
}

/** Whether a path, or a folder that it is in, is among these. */
function isWithin(path: string, places: ReadonlySet<string>): boolean {
  if (places.has(path)) return true
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1))
    if (places.has(path.slice(0, slash))) return true
  return false
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}

function notThere(path: string): RepriseError {
  return new RepriseError(
    'RESOURCE_DOES_NOT_EXIST',
    `The path '${path}' does not exist in the target repository neither as a DVC output nor as a Git-tracked file.`,
  )
}

function missingData(oid: string): RepriseError {
  return new RepriseError(
    'RESOURCE_DOES_NOT_EXIST',
    `The object ${oid} is neither in the cache of the target repository nor in its remote.`,
  )
}
