import { mkdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Cache, openCache } from '../cache/index.ts'
import { applyCheckout, assertNothingLost, type HashedOut, planCheckout, storeOut, type Workspace } from '../checkout/index.ts'
import type { Repository } from '../repository/index.ts'
import { temporaryPath } from '../cache/temporary-name.ts'
import { claimPlace, type ImportPlace } from './import-url.ts'
import { holdOuts } from './hold-outs.ts'
import { newOut, toRecord } from './out-entry.ts'
import { openOutsideSource } from './outside-source.ts'
import { writeDvcFile } from './write-dvc-file.ts'

export interface ElsewhereOptions {
  /** Where the data shall be; default: here, by their own name. */
  readonly out?: string | undefined
  /** Replaces what is there. */
  readonly isForced?: boolean | undefined
  readonly cmd: string
  /** Sends the data on, out of a cache that goes away; they are then neither in the cache nor in the work tree. */
  readonly send?: ((cache: Cache, data: { readonly oid: string; readonly hash: 'md5' }) => Promise<void>) | undefined
}

/** Tracks data that lie elsewhere, at a path or URL, as data of this project. The source is only read. */
export async function addFromElsewhere(repository: Repository, url: string, options: ElsewhereOptions): Promise<ImportPlace> {
  const place = await claimPlace(repository, url, options)
  await using _held = await holdOuts(repository, [place.path], options.cmd)
  const { workspace, signal } = repository
  const folder = temporaryPath(workspace.unfinished)
  // With hardlinks in the cache the source would become read-only: it is copied whatever cache.type says.
  const cache = options.send === undefined ? workspace.cache : openCache(join(folder, 'cache'), { workers: workspace.workers })
  try {
    const stored = await store(repository, { url, folder, place }, { ...workspace, cache, links: ['copy'] })
    if (options.send === undefined) await bringHere(repository, { place, stored }, options)
    else await options.send(cache, { oid: stored.oid, hash: 'md5' })
    const out = { ...newOut(basename(place.path)), ...toRecord(stored) }
    writeDvcFile(repository, place.file, { frozen: false, alwaysChanged: false, deps: [], outs: [out] })
    signal.throwIfAborted()
    return place
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Storing {
  readonly url: string
  readonly folder: string
  readonly place: ImportPlace
}

async function store(repository: Repository, { url, folder, place }: Storing, workspace: Workspace): Promise<HashedOut> {
  const { signal } = repository
  const source = openOutsideSource(repository, url, dirname(place.file))
  if (source.local !== undefined) return storeOut(workspace, source.local, { signal, isRelinked: false })
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'downloaded')
  await source.copyTo(file)
  return storeOut(workspace, file, { signal, isRelinked: false })
}

async function bringHere(
  repository: Repository,
  { place, stored }: { readonly place: ImportPlace; readonly stored: HashedOut },
  { isForced }: ElsewhereOptions,
): Promise<void> {
  const { workspace, signal, changes } = repository
  const { oid, hash, isExecutable } = stored
  const plan = await planCheckout(workspace, { path: place.path, oid, hash, isExecutable }, { signal })
  if (isForced !== true) assertNothingLost([plan])
  await changes.ignore(place.path)
  await applyCheckout(workspace, plan, { signal })
}
