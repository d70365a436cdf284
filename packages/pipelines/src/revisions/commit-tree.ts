import { spawnSync } from 'node:child_process'
import { posix } from 'node:path'
import type { GitPlace } from '@reprise/capture/git'
import { RepriseError } from '@reprise/protocol/errors'
import type { GitObjects } from './git-objects.ts'
import { type GitEntry, readGitTree } from './read-git-tree.ts'
import type { SourceEntry, SourceTree } from './source-tree.ts'
import { TreeIgnore } from './tree-ignore.ts'

/** Files that are likely to be asked for are read beforehand, up to these many bytes of them. */
const LIKELY = /(?:^|\/)(?:\.dvcignore|dvc\.(?:yaml|lock)|[^/]*\.(?:dvc|ya?ml|json|toml|py|[ct]sv))$/
const LARGEST_AHEAD = 64 * 1024 * 1024
const AT_ONCE = 64
const MOST_LINKS = 40

/** What commits have in common is read once. */
export interface CommitStore {
  readonly place: GitPlace
  readonly objects: GitObjects
  readonly folders: Map<string, readonly GitEntry[]>
  readonly files: Map<string, Buffer>
}

/**
 * The tree of a commit, or of a folder of it, where a project is. Undefined where the commit has no such folder.
 *
 * @param prefix the folder from the top of the repository; `''` for the top
 */
export async function openCommitTree(store: CommitStore, commit: string, prefix: string): Promise<SourceTree | undefined> {
  const root = await findFolder(store, commit, prefix)
  if (root === undefined) return undefined
  const entries = new Map<string, readonly GitEntry[]>()
  await loadFolder(store, entries, { path: '', oid: root })
  await readAhead(store, entries)
  return new CommitTree(store, commit, entries)
}

async function findFolder(store: CommitStore, commit: string, prefix: string): Promise<string | undefined> {
  const root = await store.objects.read(`${commit}^{tree}`)
  let oid = root?.oid
  for (const part of prefix === '' ? [] : prefix.split('/')) {
    if (oid === undefined) return undefined
    const found = (await entriesOf(store, oid)).find(({ name, kind }) => name === part && kind === 'folder')
    oid = found?.oid
  }
  return oid
}

async function entriesOf(store: CommitStore, oid: string): Promise<readonly GitEntry[]> {
  const known = store.folders.get(oid)
  if (known !== undefined) return known
  const found = await store.objects.read(oid)
  const entries = found === undefined ? [] : readGitTree(found.bytes, oid.length / 2)
  store.folders.set(oid, entries)
  return entries
}

type Folders = Map<string, readonly GitEntry[]>

async function loadFolder(store: CommitStore, into: Folders, { path, oid }: { path: string; oid: string }): Promise<void> {
  const entries = await entriesOf(store, oid)
  into.set(path, entries)
  const folders = entries.filter(({ kind }) => kind === 'folder')
  await Promise.all(folders.map((one) => loadFolder(store, into, { path: path === '' ? one.name : `${path}/${one.name}`, oid: one.oid })))
}

async function readAhead(store: CommitStore, folders: Folders): Promise<void> {
  let length = [...store.files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  const wanted = [...folders.values()].flat().filter(({ name, kind, oid }) => kind === 'file' && LIKELY.test(name) && !store.files.has(oid))
  for (let at = 0; at < wanted.length && length <= LARGEST_AHEAD; at += AT_ONCE) {
    const found = await Promise.all(wanted.slice(at, at + AT_ONCE).map(({ oid }) => store.objects.read(oid)))
    for (const one of found) {
      if (one === undefined) continue
      store.files.set(one.oid, one.bytes)
      length += one.bytes.length
    }
  }
}

class CommitTree implements SourceTree {
  readonly revision: string
  readonly #store: CommitStore
  readonly #folders: Folders
  readonly #ignore: TreeIgnore

  constructor(store: CommitStore, revision: string, folders: Folders) {
    this.#store = store
    this.revision = revision
    this.#folders = folders
    this.#ignore = new TreeIgnore({
      read: (path) => this.read(path),
      folders: (folder) => this.#members(folder).flatMap(({ name, kind }) => (kind === 'folder' ? [name] : [])),
      isFolder: (path) => this.#folders.has(path),
    })
  }

  list(folder: string): SourceEntry[] {
    if (this.#ignore.ignoresAll(folder)) return []
    return this.#members(folder)
      .filter(({ kind }) => kind !== 'submodule')
      .map(({ name, kind }) => ({ name, isFolder: kind === 'folder' }))
      .filter(({ name, isFolder }) => !this.#ignore.ignores(folder, name, isFolder))
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
  }

  read(path: string): Buffer | undefined {
    const found = this.#find(path)
    return found === undefined || found.kind !== 'file' ? undefined : this.#bytesOf(found.oid)
  }

  kind(path: string): 'file' | 'folder' | 'nothing' {
    if (this.#folders.has(path)) return 'folder'
    const found = this.#find(path)
    return found === undefined || found.kind === 'submodule' ? 'nothing' : found.kind === 'folder' ? 'folder' : 'file'
  }

  #members(folder: string): readonly GitEntry[] {
    return this.#folders.get(folder) ?? []
  }

  /** What stands at a path; links inside of the project are followed. */
  #find(path: string, links = 0): GitEntry | undefined {
    const folder = posix.dirname(path) === '.' ? '' : posix.dirname(path)
    const found = this.#members(folder).find(({ name }) => name === posix.basename(path))
    if (found?.kind !== 'link') return found
    const target = posix.normalize(posix.join(folder, this.#bytesOf(found.oid).toString()))
    return links >= MOST_LINKS || target.startsWith('../') || posix.isAbsolute(target) ? undefined : this.#find(target, links + 1)
  }

  /** One that nobody thought of is read by a git of its own. */
  #bytesOf(oid: string): Buffer {
    const known = this.#store.files.get(oid)
    if (known !== undefined) return known
    const { folder, env } = this.#store.place
    const { status, stdout } = spawnSync('git', ['cat-file', 'blob', oid], { cwd: folder, env, maxBuffer: LARGEST_AHEAD * 8 })
    if (status !== 0) throw new RepriseError('DATA_LOSS', `git can not read the object ${oid}.`, { hint: 'git fsck says what is wrong.' })
    return stdout
  }
}
