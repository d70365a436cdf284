import type { Cache } from '../cache/index.ts'
import type { RemoteStore } from '../remotes/index.ts'
import { expandWanted, sizesInCache } from './expand.ts'
import { findExisting } from './find-existing.ts'
import { readTreeAnywhere } from './push.ts'
import { objectKey, type TransferOptions, type WantedData } from './wanted.ts'

/** `new`: only in the cache. `deleted`: only in the remote. `missing`: in neither. */
export type RemoteState = 'ok' | 'new' | 'deleted' | 'missing'

/**
 * Where the objects of data are, each by {@link objectKey}, their `.dir` objects included. As in DVC, a tree that only the remote has is fetched for
 * that, so that what is in the folder can be told.
 */
export async function compareWithRemote(
  cache: Cache,
  remote: RemoteStore,
  { wanted, signal }: { wanted: readonly WantedData[] } & TransferOptions,
): Promise<Map<string, RemoteState>> {
  const { files, trees, missing } = await expandWanted(wanted, (name) => readTreeAnywhere(cache, remote, name))
  const objects = [...files, ...trees]
  const [existing, sizes] = [await findExisting(remote, objects, signal), await sizesInCache(cache, objects, signal)]
  const states = new Map<string, RemoteState>()
  for (const object of objects) {
    const [isHere, isThere] = [sizes.has(objectKey(object)), existing.has(objectKey(object))]
    states.set(objectKey(object), isHere ? (isThere ? 'ok' : 'new') : isThere ? 'deleted' : 'missing')
  }
  for (const name of missing) states.set(objectKey(name), 'missing')
  return states
}
