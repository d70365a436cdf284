import { readFileSync, rmSync } from 'node:fs'
import type { Cache } from '../cache/index.ts'
import { type RemoteStore, remotePath } from '../remotes/index.ts'
import { parseTree, type Tree } from '../trees/index.ts'
import { adoptObject } from './receive-object.ts'
import { objectKey, type ObjectName } from './wanted.ts'

/** A tree that was fetched and has not its place yet. */
export interface FetchedTree {
  readonly tree: Tree
  /** Gives it its place in the cache: after its members, since one that is there says what is in the folder. */
  adopt(): void
  /** Forgets it. */
  discard(): void
}

/** Fetches a tree beside the cache. Undefined when the remote has none; rejects with DATA_LOSS for one that is damaged. */
export async function fetchTree(remote: RemoteStore, cache: Cache, { hash, oid }: ObjectName): Promise<FetchedTree | undefined> {
  const store = cache[hash]
  const path = store.unfinishedPath()
  const received = await remote.get(remotePath(hash, oid), path)
  if (received === undefined) return undefined
  const discard = (): void => rmSync(path, { force: true })
  try {
    // A damaged one may be no tree, or may be one of other files.
    const isVerified = received.md5 === oid.slice(0, 32)
    if (!isVerified && hash === 'md5') adoptObject(store, { path, oid, md5: received.md5 })
    const tree = parseTree(readFileSync(path), `${remote.url}: ${objectKey({ hash, oid })}`)
    return { tree, adopt: () => adoptObject(store, { path, oid, md5: received.md5 }), discard }
  } catch (error) {
    discard()
    throw error
  }
}
