import { lstatSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import type { HashName } from '../cache/index.ts'
import { objectPath } from '../cache/object-path.ts'
import { versionText } from '../links/index.ts'
import { reservedFolderOf, toFsPath } from '../paths/index.ts'
import { isTreeId, type Tree } from '../trees/index.ts'
import { type FailedLink, findObjects, type PlannedLink } from './link-all.ts'
import { needsRelink } from './needs-relink.ts'
import { assertInProject } from './assert-in-project.ts'
import { listWorkTree, type WorkFile, type WorkTree } from './list-work-tree.ts'
import { storeOf, type Workspace } from './workspace.ts'

/** Files of an out from which on threads are started before it is known what they have to do. */
const THREADS_FROM = 2_000

/** An out that is to be brought into the work tree. */
export interface OutToCheckOut {
  /** Absolute. */
  readonly path: string
  /** Undefined where nothing is to be any more. */
  readonly oid: string | undefined
  readonly hash: HashName
  /** `isexec` of a file. */
  readonly isExecutable: boolean
}

/** What `checkout` says of an out: `A`, `M`, `D` or nothing. */
export type OutChange = 'added' | 'modified' | 'deleted' | undefined

/** What has to be done to an out. Nothing has been done yet. */
export interface CheckoutPlan {
  readonly out: OutToCheckOut
  readonly change: OutChange
  /** Files that appear, change and go. */
  readonly counts: { readonly added: number; readonly modified: number; readonly deleted: number }
  /** Absolute paths of files whose bytes are in no object and would be lost. */
  readonly unsaved: readonly string[]
  /** Files that can not be made, since their objects are not in the cache. What stands in their places stays. */
  readonly failed: readonly FailedLink[]
  readonly links: readonly PlannedLink[]
  /** Files that go, by {@link WorkFile.path}. */
  readonly deletes: readonly WorkFile[]
  /** Absolute paths of folders that go when nothing is left in them, the inner ones first. */
  readonly emptied: readonly string[]
  /** Absolute paths of folders that have to be there although no file is made in them. */
  readonly folders: readonly string[]
  readonly isMadeExecutable: boolean
}

export interface CheckoutOptions {
  /** Also files that are as they should be become links as `cache.type` says. */
  readonly isRelinked?: boolean | undefined
  /** Only what is at this path of a folder, or below it. */
  readonly only?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Compares an out with the work tree. Throws RESOURCE_DOES_NOT_EXIST where the tree of a folder is not in the cache, DATA_LOSS where it is no
 * tree, PERMISSION_DENIED where the out's place is reached through a link that leaves the project,
 * or a file is to be one of git's or DVC's own.
 */
export async function planCheckout(workspace: Workspace, out: OutToCheckOut, options: CheckoutOptions = {}): Promise<CheckoutPlan> {
  assertInProject(workspace.root, out.path)
  const target = readTarget(workspace, out, options.only)
  if (target.size > THREADS_FROM) workspace.workers.prepare()
  const found = await listWorkTree(workspace, out, options)
  const plan = compare(workspace, { out, target, found }, options)
  const store = storeOf(workspace, out.hash)
  const [kept, { links, failed }] = await Promise.all([
    store.sizes([...plan.lost.keys()], options.signal),
    // Where nothing stands nothing can be in the way: objects are looked for when it is their turn.
    found.kind === 'nothing' && found.files.size === 0 ? { links: plan.links, failed: [] } : findObjects(store, plan.links, options.signal),
  ])
  const isSpared = spare(failed.map(({ path }) => path))
  const unsaved = [...plan.lost].flatMap(([oid, paths]) => (kept.has(oid) ? [] : paths))
  const isMadeExecutable = out.isExecutable && (links.length > 0 || !isExecutable(found))
  const isChanged = plan.counts.added + plan.counts.modified + plan.counts.deleted + plan.emptied.length > 0 || isMadeExecutable
  return {
    ...plan,
    out,
    links,
    deletes: plan.deletes.filter(({ path }) => !isSpared(path)),
    failed,
    unsaved: [...unsaved, ...plan.unread].filter((path) => !isSpared(path)).sort(),
    change: !isChanged ? undefined : out.oid === undefined ? 'deleted' : found.kind === 'nothing' ? 'added' : 'modified',
    isMadeExecutable,
  }
}

/** Tells what stands in the place of files that can not be made: at their paths, below them, or where they need a folder. */
function spare(failed: readonly string[]): (path: string) => boolean {
  const places = new Set(failed)
  const above = new Set(failed.flatMap((path) => [...parentsOf(path)]))
  return (path) => places.size > 0 && (places.has(path) || above.has(path) || [...parentsOf(path)].some((parent) => places.has(parent)))
}

function* parentsOf(path: string): Generator<string> {
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) yield path.slice(0, slash)
}

interface Comparison {
  readonly out: OutToCheckOut
  /** Oids by path; `''` for an out that is a file. */
  readonly target: ReadonlyMap<string, string>
  readonly found: WorkTree
}

interface Compared extends Pick<CheckoutPlan, 'counts' | 'links' | 'deletes' | 'emptied' | 'folders'> {
  /** Paths of files that go or are replaced, by their digests. */
  readonly lost: ReadonlyMap<string, string[]>
  /** Links to folders that stand where a folder has to be. */
  readonly unread: readonly string[]
}

function compare(workspace: Workspace, { out, target, found }: Comparison, { isRelinked, only }: CheckoutOptions): Compared {
  const counts = { added: 0, modified: 0, deleted: 0 }
  const links: PlannedLink[] = []
  const deletes: WorkFile[] = []
  const lost = new Map<string, string[]>()
  const lose = ({ md5, path }: WorkFile): void => {
    if (md5 !== undefined) lost.set(md5, [...(lost.get(md5) ?? []), path])
  }
  const absolute = (path: string): string => (path === '' ? out.path : `${out.path}/${path}`)
  for (const [path, oid] of target) {
    const file = found.files.get(path)
    const link = { path: absolute(path), oid, replaces: file === undefined ? undefined : versionText(file.state) }
    if (file === undefined) counts.added++
    else if (file.md5 !== oid) {
      counts.modified++
      lose(file)
    } else if (isRelinked !== true || !isToRelink(workspace, out.hash, { file, oid })) continue
    links.push(link)
  }
  for (const [path, file] of found.files) {
    if (target.has(path)) continue
    counts.deleted++
    deletes.push(file)
    lose(file)
  }
  const needed = foldersOf(target)
  const inWay = found.folderLinks.filter((path) => target.has(path) || needed.has(path)).map(absolute)
  // A link in the way counts as data: it goes only when it is said that data may go.
  for (const path of inWay)
    deletes.push({ path, md5: undefined, state: lstatSync(toFsPath(path), { bigint: true }), destination: undefined })
  const isFolder = out.oid !== undefined && isTreeId(out.oid)
  const emptied = found.folders.filter((path) => !needed.has(path) && (path !== '' || !isFolder) && only === undefined).map(absolute)
  return {
    counts,
    links,
    deletes,
    lost,
    unread: inWay,
    emptied: emptied.sort().toReversed(),
    folders: isFolder && only === undefined ? [out.path] : [],
  }
}

function readTarget(workspace: Workspace, { path, oid, hash }: OutToCheckOut, only: string | undefined): ReadonlyMap<string, string> {
  if (oid === undefined) return new Map()
  if (!isTreeId(oid)) return new Map([['', oid]])
  const tree = storeOf(workspace, hash).readTree(oid)
  if (tree === undefined) {
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `The object ${oid} that lists the files of '${path}' is not in the cache.`, {
      hint: 'Fetch it from a remote.',
    })
  }
  const taken = take(tree, only)
  const reserved = taken.find((entry) => reservedFolderOf(entry.path) !== undefined)
  if (reserved !== undefined) {
    throw new RepriseError(
      'PERMISSION_DENIED',
      `'${path}/${reserved.path}' is no place for data: what lies there is run by git, or decides what it does.`,
      {
        hint: `The object ${oid} lists it; no tool makes such lists.`,
      },
    )
  }
  return new Map(taken.map((entry) => [entry.path, entry.md5]))
}

function take(tree: Tree, only: string | undefined): Tree {
  return only === undefined ? tree : tree.filter(({ path }) => path === only || path.startsWith(`${only}/`))
}

function foldersOf(target: ReadonlyMap<string, string>): Set<string> {
  const folders = new Set<string>()
  for (const path of target.keys()) {
    for (const folder of parentsOf(path)) {
      if (folders.has(folder)) break
      folders.add(folder)
    }
  }
  return folders
}

function isToRelink(workspace: Workspace, hash: HashName, { file, oid }: { readonly file: WorkFile; readonly oid: string }): boolean {
  const stats = lstatSync(toFsPath(file.path), { bigint: true })
  const linked = { isLink: stats.isSymbolicLink(), links: stats.nlink, ino: stats.ino, destination: file.destination }
  return needsRelink(workspace.links, linked, objectPath(storeOf(workspace, hash).folder, oid))
}

function isExecutable({ files }: WorkTree): boolean {
  return ((files.get('')?.mode ?? 0n) & 0o111n) !== 0n
}
