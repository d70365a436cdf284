import { statSync } from 'node:fs'
import type { HashName } from '../cache/index.ts'
import { serialiseTree, sortEntries, type Tree, type TreeEntry, treeIdOf } from '../trees/index.ts'
import { toFileError, toFsPath } from '../paths/index.ts'
import { collectFiles, type CollectOptions, type HashedFile } from './collect-files.ts'
import { type FoundFile, lookAtFile, scanFolder } from './scan-folder.ts'
import type { Workspace } from './workspace.ts'

/** What a file or folder of the work tree is, as `.dvc` files and lock files record it. */
export interface HashedOut {
  readonly hash: HashName
  /** The md5 of a file, or the id of a folder's tree. */
  readonly oid: string
  /** Bytes of all files. */
  readonly size: number
  /** Files of a folder; undefined for a file. */
  readonly files: number | undefined
  /** Whether anybody may execute a file; false for folders. */
  readonly isExecutable: boolean
  /** The files of a folder. */
  readonly tree: Tree | undefined
}

/** What goes on beside the hashing of an out. */
export interface OutOptions extends Pick<CollectOptions, 'signal' | 'onProgress'> {
  /** Default: md5. */
  readonly hash?: HashName | undefined
}

/**
 * What stands at an absolute path; undefined where nothing does, or what is ignored. Only files that have changed since they were last read
 * are read. Throws for links that lead nowhere, for what is neither file nor folder, and for what can not be read.
 */
export async function hashOut(workspace: Workspace, path: string, options: OutOptions = {}): Promise<HashedOut | undefined> {
  return workspace.ignore.isIgnored(path) ? undefined : readOut(workspace, path, { ...options, isStored: false })
}

interface ReadOutOptions extends OutOptions {
  readonly isStored: boolean
  /** Called with the files as they are hashed. */
  readonly onFiles?: ((files: readonly HashedFile[]) => void) | undefined
}

export async function readOut(workspace: Workspace, path: string, options: ReadOutOptions): Promise<HashedOut | undefined> {
  const kind = kindOf(path)
  if (kind === 'nothing') return undefined
  const { hash = 'md5', isStored, onFiles } = options
  const entries: TreeEntry[] = []
  let size = 0
  let executables = 0
  await collectFiles(workspace, kind === 'folder' ? filesOf(workspace, path) : [fileAt(path)], {
    ...options,
    hash,
    isStored,
    onFiles: (files) => {
      for (const { found, md5 } of files) {
        entries.push({ path: found.path, md5 })
        size += Number(found.state.size)
        if ((found.state.mode & 0o111n) !== 0n) executables++
      }
      onFiles?.(files)
    },
  })
  const common = { hash, size }
  if (kind === 'file') return { ...common, oid: entries[0]?.md5 ?? '', files: undefined, isExecutable: executables > 0, tree: undefined }
  const tree = sortEntries(entries)
  return { ...common, oid: treeIdOf(serialiseTree(tree)), files: tree.length, isExecutable: false, tree }
}

function* filesOf({ ignore }: Workspace, path: string): Generator<readonly FoundFile[]> {
  for (const { files } of scanFolder(path, { ignore, isStrict: true })) yield files
}

function fileAt(path: string): readonly FoundFile[] {
  const file = lookAtFile(path)
  return file === undefined ? [] : [file]
}

/** A link that leads nowhere is nothing. */
export function kindOf(path: string): 'file' | 'folder' | 'nothing' {
  try {
    const stats = statSync(toFsPath(path), { throwIfNoEntry: false })
    return stats === undefined ? 'nothing' : stats.isDirectory() ? 'folder' : 'file'
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOTDIR' || code === 'ENAMETOOLONG') return 'nothing'
    throw toFileError(error, path)
  }
}
