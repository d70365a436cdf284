import { RepriseError } from '@reprise/protocol/errors'
import { relativeBelow } from '../paths/index.ts'
import { isTreeId, replaceInTree, type Tree } from '../trees/index.ts'
import { type HashedOut, kindOf } from './hash-out.ts'
import { storeOut, type StoreOutOptions } from './store-out.ts'
import { storeOf, type Workspace } from './workspace.ts'

/** A folder as it is recorded. */
export interface RecordedFolder {
  /** Absolute. */
  readonly path: string
  readonly oid: string
  /** Bytes, where they are recorded. */
  readonly size: number | undefined
}

/** As {@link HashedOut}; the size is not known when something was replaced or taken out. */
export interface ChangedFolder extends Omit<HashedOut, 'size'> {
  readonly size: number | undefined
}

/**
 * Takes what stands at a path in a recorded folder into the cache, and makes it part of the folder's tree; when nothing stands there, it is taken
 * out. The rest of the folder is not looked at. Throws RESOURCE_DOES_NOT_EXIST where the folder's tree is not in the cache, and when
 * nothing stands at the path and nothing is recorded of it.
 */
export async function storePart(
  workspace: Workspace,
  folder: RecordedFolder,
  { path, ...options }: StoreOutOptions & { readonly path: string },
): Promise<ChangedFolder> {
  const below = relativeBelow(folder.path, path)
  if (below === undefined || below === '' || !isTreeId(folder.oid))
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${path}' is no part of a recorded folder.`)
  const tree = storeOf(workspace, 'md5').readTree(folder.oid)
  if (tree === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `could not read '${folder.oid}'`)
  const part = kindOf(path) === 'nothing' ? undefined : await storeOut(workspace, path, { ...options, hash: 'md5', isPart: true })
  const changed = replaceInTree(tree, below, toEntries(below, part))
  const isRecorded = tree.some((entry) => entry.path === below || entry.path.startsWith(`${below}/`))
  if (part === undefined && !isRecorded) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `[Errno 2] No such file or directory: '${path}'`)
  const oid = storeOf(workspace, 'md5').putTree(changed)
  workspace.made.add(folder.path, { oid, hash: 'md5' })
  return { hash: 'md5', oid, size: sizeOf(folder, { oid, part, isRecorded }), files: changed.length, isExecutable: false, tree: changed }
}

function toEntries(below: string, part: HashedOut | undefined): Tree {
  if (part === undefined) return []
  return part.tree?.map(({ path, md5 }) => ({ path: `${below}/${path}`, md5 })) ?? [{ path: below, md5: part.oid }]
}

/** As DVC has it: known when something was only added, or nothing changed. */
function sizeOf(
  folder: RecordedFolder,
  { oid, part, isRecorded }: { readonly oid: string; readonly part: HashedOut | undefined; readonly isRecorded: boolean },
): number | undefined {
  if (part !== undefined && !isRecorded && folder.size !== undefined && folder.size > 0) return folder.size + part.size
  return oid === folder.oid ? folder.size : undefined
}
