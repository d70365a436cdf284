import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Cache, openCache } from '../cache/index.ts'
import { temporaryPath } from '../cache/temporary-name.ts'
import { type HashedOut, storeOut, type Workspace } from '../checkout/index.ts'
import type { Repository } from '../repository/index.ts'
import type { OutsideSource } from './outside-source.ts'

/** Sends data on, out of a cache that goes away when it is done. */
export type SendData = (cache: Cache, data: { readonly oid: string; readonly hash: 'md5' }) => Promise<void>

/** Takes data from elsewhere into the cache, or sends them on. The source is only read, and nothing is put into the work tree. */
export async function storeElsewhere(repository: Repository, source: OutsideSource, send: SendData | undefined): Promise<HashedOut> {
  const { workspace, signal } = repository
  const folder = temporaryPath(workspace.unfinished)
  const cache = send === undefined ? workspace.cache : openCache(join(folder, 'cache'), { workers: workspace.workers })
  try {
    // With hardlinks in the cache the source would become read-only: it is copied whatever cache.type says.
    const stored = await store(source, { folder, signal, workspace: { ...workspace, cache, links: ['copy'] } })
    await send?.(cache, { oid: stored.oid, hash: 'md5' })
    return stored
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Storing {
  readonly folder: string
  readonly signal: AbortSignal
  readonly workspace: Workspace
}

async function store(source: OutsideSource, { folder, signal, workspace }: Storing): Promise<HashedOut> {
  if (source.local !== undefined) return storeOut(workspace, source.local, { signal, isRelinked: false })
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'downloaded')
  await source.copyTo(file)
  return storeOut(workspace, file, { signal, isRelinked: false })
}
