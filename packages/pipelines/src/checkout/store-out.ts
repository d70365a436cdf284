import { chmodSync, lstatSync, statSync } from 'node:fs'
import { RepriseError } from '@reprise/protocol/errors'
import { objectPath } from '../cache/object-path.ts'
import { versionText } from '../links/index.ts'
import { toFileError, toFsPath } from '../paths/index.ts'
import type { HashedFile } from './collect-files.ts'
import { type HashedOut, type OutOptions, readOut } from './hash-out.ts'
import { linkAll, type PlannedLink } from './link-all.ts'
import { needsRelink } from './needs-relink.ts'
import { prepareFolders, storeOf, type Workspace } from './workspace.ts'

export interface StoreOutOptions extends OutOptions {
  /** Whether files become links as `cache.type` says; default: yes. Files stay as they are when it asks for copies. */
  readonly isRelinked?: boolean | undefined
  /** Whether it is part of an out that is recorded as a whole. */
  readonly isPart?: boolean | undefined
}

/**
 * Takes what stands at a path into the cache and, as `cache.type` says, puts links in its place. Each file is read at most once. Whenever the
 * process ends, every file is in its place, and every object in the cache is whole; the tree of a folder comes after its members. Throws
 * RESOURCE_DOES_NOT_EXIST where nothing stands, and where {@link readOut} does.
 */
export async function storeOut(workspace: Workspace, path: string, options: StoreOutOptions = {}): Promise<HashedOut> {
  prepareFolders(workspace)
  const links: PlannedLink[] = []
  const store = storeOf(workspace, options.hash ?? 'md5').folder
  const onFiles = (files: readonly HashedFile[]): void => {
    if (options.isRelinked === false) return
    for (const link of planLinks(workspace, { folder: path, store }, files)) links.push(link)
  }
  const out = await readOut(workspace, path, { ...options, isStored: true, onFiles })
  if (out === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `output '${path}' does not exist`)
  if (out.tree !== undefined) storeOf(workspace, out.hash).putTree(out.tree)
  const failed = await linkAll(workspace, { links, hash: out.hash }, options)
  const [first] = failed
  if (first !== undefined) throw linkFailed(first.path, first.code)
  if (out.isExecutable) makeExecutable(path)
  if (options.isRelinked !== false && options.isPart !== true) workspace.made.add(path, out)
  return out
}

/** Sets the owner's execute bit, as DVC does after it has put a link in a file's place. */
export function makeExecutable(path: string): void {
  const stats = statSync(toFsPath(path))
  if ((stats.mode & 0o100) === 0) chmodSync(toFsPath(path), (stats.mode & 0o7777) | 0o100)
}

interface LinkPlace {
  readonly folder: string
  readonly store: string
}

function planLinks({ links }: Workspace, { folder, store }: LinkPlace, files: readonly HashedFile[]): PlannedLink[] {
  return files.flatMap(({ found, md5 }) => {
    const path = found.path === '' ? folder : `${folder}/${found.path}`
    // A file that has just become a hardlink has another number of names than it was found with.
    const isAsFound = found.destination === undefined && links[0] !== 'hardlink'
    const stats = isAsFound ? found.state : lstatSync(toFsPath(path), { bigint: true })
    const file = { isLink: stats.isSymbolicLink(), links: stats.nlink, ino: stats.ino, destination: found.destination }
    const isNeeded = needsRelink(links, file, objectPath(store, md5))
    return isNeeded ? [{ path, oid: md5, replaces: versionText(stats) }] : []
  })
}

function linkFailed(path: string, code: string): RepriseError {
  if (code !== 'changed') return toFileError(Object.assign(new Error(code), { code }), path)
  return new RepriseError('RESOURCE_CONFLICT', `'${path}' was written while it was taken into the cache.`, {
    hint: 'It stays as it is; add it again when whatever writes it is done.',
  })
}
