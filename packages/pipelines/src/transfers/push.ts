import { readFileSync } from 'node:fs'
import type { Cache } from '../cache/index.ts'
import { type RemoteStore, remotePath } from '../remotes/index.ts'
import { parseTree, type Tree } from '../trees/index.ts'
import { expandWanted, sizesInCache } from './expand.ts'
import { fetchTree } from './fetch-tree.ts'
import { findExisting } from './find-existing.ts'
import { forEachOf, MemoryBudget } from './pool.ts'
import { startTally } from './tally.ts'
import { objectKey, type ObjectName, type TransferOptions, type TransferResult, type WantedData } from './wanted.ts'

/** Bytes of files that may be in memory at a time, and what sending a large one takes. */
const MEMORY = 96 * 1024 * 1024
const LARGEST_HOLD = 48 * 1024 * 1024

/**
 * Puts what a remote has not into it. Files come first and a `.dir` object only when all of its files that are wanted are there: one that is there
 * promises them, even when this is killed. Without it, nothing could pull a part of a folder that was pushed alone. What fails does not keep the
 * rest from being pushed.
 */
export async function pushData(
  cache: Cache,
  remote: RemoteStore,
  { wanted, ...options }: { wanted: readonly WantedData[] } & TransferOptions,
): Promise<TransferResult> {
  const { signal } = options
  const { files, trees, missing } = await expandWanted(wanted, (name) => readTreeAnywhere(cache, remote, name))
  const everything = [...files, ...trees]
  const existing = await findExisting(remote, everything, signal)
  const absent = everything.filter((object) => !existing.has(objectKey(object)))
  const sizes = await sizesInCache(cache, absent, signal)
  const tally = startTally(absent.filter((object) => sizes.has(objectKey(object))).length, options)
  const budget = new MemoryBudget(MEMORY)
  const send = async (object: ObjectName): Promise<void> => {
    const size = sizes.get(objectKey(object))
    if (size === undefined) return tally.miss(object)
    const md5 = object.hash === 'md5' ? object.oid.slice(0, 32) : undefined
    const source = { file: cache[object.hash].path(object.oid), size, md5 }
    await tally.attempt(object, async () => {
      await budget.hold(Math.min(size, LARGEST_HOLD), () => remote.put(remotePath(object.hash, object.oid), source))
      existing.add(objectKey(object))
      return size
    })
  }
  await forEachOf(
    absent.filter((object) => !object.oid.endsWith('.dir')),
    send,
    { jobs: remote.jobs, signal },
  )
  const promised = trees.filter((tree) => !existing.has(objectKey(tree)) && tree.members.every((member) => existing.has(objectKey(member))))
  await forEachOf(promised, send, { jobs: remote.jobs, signal })
  for (const name of missing) tally.miss(name)
  return tally.result()
}

/** A tree of the cache; of the remote where only that has it. Undefined where there is none, or one that can not be read. */
export async function readTreeAnywhere(cache: Cache, remote: RemoteStore, name: ObjectName): Promise<Tree | undefined> {
  const local = await readTreeHere(cache, name)
  if (local !== undefined) return local
  const fetched = await fetchTree(remote, cache, name)
  fetched?.adopt()
  return fetched?.tree
}

/** A tree of the cache that is whole. */
export async function readTreeHere(cache: Cache, { hash, oid }: ObjectName): Promise<Tree | undefined> {
  const store = cache[hash]
  return (await store.has(oid)) ? parseTree(readFileSync(store.path(oid)), store.path(oid)) : undefined
}
