import { RepriseError } from '@reprise/protocol/errors'
import type { Cache } from '../cache/index.ts'
import { type RemoteStore, remotePath } from '../remotes/index.ts'
import { expandWanted, sizesInCache, type WantedTree } from './expand.ts'
import { type FetchedTree, fetchTree } from './fetch-tree.ts'
import { forEachOf } from './pool.ts'
import { readTreeHere } from './push.ts'
import { adoptObject } from './receive-object.ts'
import { startTally } from './tally.ts'
import { type FailedTransfer, objectKey, type ObjectName, type TransferOptions, type TransferResult, type WantedData } from './wanted.ts'

/**
 * Gets what the cache has not from a remote. Every object is checked before it has its name; a damaged one is dropped and named in `failed`. A
 * `.dir` object gets its place after its files; one that the remote has and lacks files of makes these `failed` and not `missing`. When this is killed, what has arrived stays, and the next goes on from there.
 */
export async function fetchData(
  cache: Cache,
  remote: RemoteStore,
  { wanted, ...options }: { wanted: readonly WantedData[] } & TransferOptions,
): Promise<TransferResult> {
  const { signal } = options
  // What a fetch that was killed has left.
  for (const hash of ['md5', 'md5-dos2unix'] as const) cache[hash].tidy(Date.now())
  const fetchedTrees = new Map<string, FetchedTree>()
  const failedTrees: FailedTransfer[] = []
  try {
    const { files, trees, missing } = await expandWanted(wanted, async (name) => {
      const local = await readTreeHere(cache, name)
      if (local !== undefined) return local
      const fetched = fetchedTrees.get(objectKey(name)) ?? (await orFailed(fetchTree(remote, cache, name), name, failedTrees))
      if (fetched !== undefined) fetchedTrees.set(objectKey(name), fetched)
      return fetched?.tree
    })
    const sizes = await sizesInCache(cache, files, signal)
    const absent = files.filter((object) => !sizes.has(objectKey(object)))
    const tally = startTally(absent.length + fetchedTrees.size, options)
    const receive = (object: ObjectName): Promise<void> => tally.attempt(object, () => fetchObject(cache, remote, object))
    await forEachOf(absent, receive, { jobs: remote.jobs, signal })
    const lacking = new Set(tally.result().missing.map(objectKey))
    for (const tree of trees) {
      const fetched = fetchedTrees.get(objectKey(tree))
      // One that promises what could not be had is not taken over.
      if (fetched === undefined || tree.members.some((member) => lacking.has(objectKey(member)))) continue
      await tally.attempt(tree, async () => {
        fetched.adopt()
        return 0
      })
    }
    for (const name of missing) if (!failedTrees.some((one) => objectKey(one) === objectKey(name))) tally.miss(name)
    const result = tally.result()
    const promising = await findPromising(remote, { trees, fetchedTrees, missing: result.missing })
    const isPromised = (object: ObjectName): boolean => promising.some(({ members }) => members.some((one) => isSame(one, object)))
    const broken = result.missing.filter(isPromised).map((object) => ({ ...object, error: notThere(remote, object) }))
    return {
      ...result,
      failed: [...result.failed, ...failedTrees, ...broken],
      missing: result.missing.filter((object) => !isPromised(object)),
    }
  } finally {
    for (const tree of fetchedTrees.values()) tree.discard()
  }
}

/** Folders that the remote has, and lacks files of: it promises what is not there. */
async function findPromising(
  remote: RemoteStore,
  {
    trees,
    fetchedTrees,
    missing,
  }: { trees: readonly WantedTree[]; fetchedTrees: ReadonlyMap<string, unknown>; missing: readonly ObjectName[] },
): Promise<WantedTree[]> {
  const keys = new Set(missing.map(objectKey))
  const promising: WantedTree[] = []
  for (const tree of trees) {
    if (!tree.members.some((member) => keys.has(objectKey(member)))) continue
    if (fetchedTrees.has(objectKey(tree)) || (await remote.has(remotePath(tree.hash, tree.oid)))) promising.push(tree)
  }
  return promising
}

function isSame(one: ObjectName, other: ObjectName): boolean {
  return objectKey(one) === objectKey(other)
}

function notThere({ url }: RemoteStore, { hash, oid }: ObjectName): RepriseError {
  const place = `${url.replace(/\/+$/, '')}/${remotePath(hash, oid)}`
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', `[Errno 2] No such file or directory: '${place}'`)
}

async function fetchObject(cache: Cache, remote: RemoteStore, { hash, oid }: ObjectName): Promise<number | undefined> {
  const store = cache[hash]
  const path = store.unfinishedPath()
  const received = await remote.get(remotePath(hash, oid), path)
  if (received === undefined) return undefined
  adoptObject(store, { path, oid, md5: received.md5 })
  return received.size
}

/** Damage is kept for the report; that the remote can not be reached ends it. */
async function orFailed<T>(work: Promise<T>, name: ObjectName, failed: FailedTransfer[]): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'DATA_LOSS') throw error
    failed.push({ ...name, error })
    return undefined
  }
}
