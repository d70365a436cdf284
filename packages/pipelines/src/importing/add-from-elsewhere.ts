import { basename, dirname } from 'node:path'
import { applyCheckout, assertNothingLost, type HashedOut, planCheckout } from '../checkout/index.ts'
import type { Repository } from '../repository/index.ts'
import { claimPlace, type ImportPlace } from './import-url.ts'
import { holdOuts } from '../tracking/hold-outs.ts'
import { newOut, toRecord } from '../tracking/out-entry.ts'
import { openOutsideSource } from './outside-source.ts'
import { type SendData, storeElsewhere } from './store-elsewhere.ts'
import { writeDvcFile } from '../tracking/write-dvc-file.ts'

export interface ElsewhereOptions {
  /** Where the data shall be; default: here, by their own name. */
  readonly out?: string | undefined
  /** Replaces what is there. */
  readonly isForced?: boolean | undefined
  readonly cmd: string
  /** Sends the data on, out of a cache that goes away; they are then neither in the cache nor in the work tree. */
  readonly send?: SendData | undefined
}

/** Tracks data that lie elsewhere, at a path or URL, as data of this project. The source is only read. */
export async function addFromElsewhere(repository: Repository, url: string, options: ElsewhereOptions): Promise<ImportPlace> {
  const place = await claimPlace(repository, url, options)
  await using _held = await holdOuts(repository, [place.path], options.cmd)
  const stored = await storeElsewhere(repository, openOutsideSource(repository, url, dirname(place.file)), options.send)
  if (options.send === undefined) await bringHere(repository, { place, stored }, options)
  const out = { ...newOut(basename(place.path)), ...toRecord(stored) }
  writeDvcFile(repository, place.file, { frozen: false, alwaysChanged: false, deps: [], outs: [out] })
  return place
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
