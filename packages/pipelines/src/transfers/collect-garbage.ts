import { RepriseError } from '@reprise/protocol/errors'
import type { Cache } from '../cache/index.ts'
import { objectAt, objectPrefix, type RemoteStore, remotePath } from '../remotes/index.ts'
import { isTreeId } from '../trees/index.ts'
import { forEachOf } from './pool.ts'
import { objectKey, type ObjectName } from './wanted.ts'

/** Paths that are removed in one go. */
const BATCH = 1_000

export interface GarbageOptions {
  /** Objects to keep, by {@link objectKey}; of folders the `.dir` object and all of its files. */
  readonly used: ReadonlySet<string>
  readonly isDry?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Removes the objects of a remote that are not used; answers them. `.dir` objects go first: one whose files are gone would promise them. The
 * run cache is not touched. Throws NOT_IMPLEMENTED where a remote can not be listed.
 */
export async function collectRemoteGarbage(remote: RemoteStore, { used, isDry, signal }: GarbageOptions): Promise<ObjectName[]> {
  const { list, remove } = remote
  if (list === undefined || remove === undefined) {
    throw new RepriseError('NOT_IMPLEMENTED', `${remote.url} can not be listed, so nothing can be collected there.`, {
      hint: 'Plain HTTP has no listing.',
    })
  }
  const unused: ObjectName[] = []
  const look = async (prefix: string): Promise<void> => {
    for await (const paths of list(prefix)) {
      signal?.throwIfAborted()
      for (const path of paths) {
        const object = objectAt(path)
        if (object !== undefined && !used.has(objectKey(object))) unused.push(object)
      }
    }
  }
  await look(objectPrefix.md5)
  await forEachOf(legacyFolders(), look, { jobs: remote.jobs, signal })
  const ordered = treesFirst(unused)
  if (isDry === true) return ordered
  // A batch has no order of its own, so no folder shares one with its files.
  const count = ordered.filter(({ oid }) => isTreeId(oid)).length
  for (const part of [ordered.slice(0, count), ordered.slice(count)]) {
    for (let at = 0; at < part.length; at += BATCH) {
      signal?.throwIfAborted()
      await remove(part.slice(at, at + BATCH).map(({ hash, oid }) => remotePath(hash, oid)))
    }
  }
  return ordered
}

/** The same in a cache. */
export function collectCacheGarbage(cache: Cache, { used, isDry, signal }: GarbageOptions): ObjectName[] {
  const unused: ObjectName[] = []
  for (const hash of ['md5', 'md5-dos2unix'] as const)
    for (const oid of cache[hash].list()) if (!used.has(objectKey({ hash, oid }))) unused.push({ hash, oid })
  const ordered = treesFirst(unused)
  if (isDry === true) return ordered
  for (const { hash, oid } of ordered) {
    signal?.throwIfAborted()
    cache[hash].remove(oid)
  }
  return ordered
}

function treesFirst(objects: readonly ObjectName[]): ObjectName[] {
  return [...objects.filter(({ oid }) => isTreeId(oid)), ...objects.filter(({ oid }) => !isTreeId(oid))]
}

/** What DVC 2 left lies beside everything else: only folders with two digits are looked into. */
function legacyFolders(): string[] {
  return [...'0123456789abcdef'].flatMap((a) => [...'0123456789abcdef'].map((b) => `${a + b}/`))
}
