import { type BigIntStats, lstatSync } from 'node:fs'
import { toFsPath } from '../paths/index.ts'
import { collectFiles } from './collect-files.ts'
import { kindOf } from './hash-out.ts'
import type { CheckoutOptions, OutToCheckOut } from './plan-checkout.ts'
import { type FoundFile, lookAtFile, scanFolder } from './scan-folder.ts'
import type { Workspace } from './workspace.ts'

/** A file that stands where an out is, ignored ones left out. */
export interface WorkFile {
  /** Absolute. */
  readonly path: string
  /** Undefined for a link that leads nowhere. */
  readonly md5: string | undefined
  /** What tells whether it is still the same when it is its turn: of a link, the link's. */
  readonly state: Pick<BigIntStats, 'ino' | 'size' | 'mtimeNs'>
  readonly destination: string | undefined
  readonly mode?: bigint
}

export interface WorkTree {
  readonly kind: 'file' | 'folder' | 'nothing'
  /** By path in the out; `''` for an out that is a file. */
  readonly files: ReadonlyMap<string, WorkFile>
  /** Paths in the out, `''` for the out itself when it is a folder. */
  readonly folders: readonly string[]
  readonly folderLinks: readonly string[]
}

/** What stands where an out is to be, with digests of the kind that the out has. */
export async function listWorkTree(workspace: Workspace, out: OutToCheckOut, { only, signal }: CheckoutOptions): Promise<WorkTree> {
  const kind = kindOf(out.path)
  const files = new Map<string, WorkFile>()
  const folders = new Set<string>()
  const folderLinks: string[] = []
  const isMeant = (path: string): boolean => only === undefined || path === only || path.startsWith(`${only}/`)
  const absolute = (path: string): string => (path === '' ? out.path : `${out.path}/${path}`)
  const found = kind === 'folder' ? walk() : toFiles(out.path)
  await collectFiles(workspace, found, {
    hash: out.hash,
    isStored: false,
    signal,
    onFiles: (hashed) => {
      for (const { found: file, md5 } of hashed) files.set(file.path, toWorkFile(absolute(file.path), file, md5))
    },
  })
  return { kind, files, folders: [...folders], folderLinks }

  function* walk(): Generator<readonly FoundFile[]> {
    for (const folder of scanFolder(out.path, { ignore: workspace.ignore, isStrict: false })) {
      folders.add(folder.path)
      for (const name of folder.folderLinks) folderLinks.push(folder.path === '' ? name : `${folder.path}/${name}`)
      for (const path of folder.broken.filter(isMeant)) files.set(path, toBroken(absolute(path)))
      yield folder.files.filter(({ path }) => isMeant(path))
    }
  }

  function* toFiles(path: string): Generator<readonly FoundFile[]> {
    const file = kind === 'file' ? lookAtFile(path) : undefined
    if (file !== undefined) yield [file]
    else if (lstatSync(toFsPath(path), { throwIfNoEntry: false }) !== undefined) files.set('', toBroken(path))
  }
}

function toWorkFile(path: string, { state, destination }: FoundFile, md5: string): WorkFile {
  const own = destination === undefined ? state : lstatSync(toFsPath(path), { bigint: true })
  const { ino, size, mtimeNs } = own
  return { path, md5, state: { ino, size, mtimeNs }, destination, mode: state.mode }
}

function toBroken(path: string): WorkFile {
  const { ino, size, mtimeNs } = lstatSync(toFsPath(path), { bigint: true })
  return { path, md5: undefined, state: { ino, size, mtimeNs }, destination: undefined }
}
