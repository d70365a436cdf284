import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HashName } from '../cache/index.ts'
import { temporaryPath } from '../cache/temporary-name.ts'
import { isWholeInCache, storeOut } from '../checkout/index.ts'
import { makeFolder } from '../cache/index.ts'
import { isPartialImport, isRepositoryImport, selectStages, type Stage } from '../graph/index.ts'
import { DvcIgnore } from '../ignoring/index.ts'
import { locate, openStages, type Repository } from '../repository/index.ts'
import type { CollectOptions } from '../used/collect-used.ts'
import { textOf } from './import-from-repository.ts'
import { recordedDigest } from '../tracking/out-entry.ts'
import { openOutsideSource } from './outside-source.ts'
import { openSource, type SourceOptions } from './source-repository.ts'
import { findInSource, takeFromSource } from './take-from-source.ts'

/** What was got of imports. */
export interface FetchedImports {
  readonly files: number
  /** Of imports of which no digest was recorded, by their place from the root. */
  readonly brought: ReadonlyMap<string, { readonly oid: string; readonly hash: HashName }>
}

/**
 * Gets into the cache what imports lack that no remote of this project has: those from other repositories, at the commit that was recorded, and those of
 * which nothing was got yet.
 */
export async function fetchImports(
  repository: Repository,
  targets: readonly string[],
  options: Pick<CollectOptions, 'isRecursive' | 'withNeeds'> & Omit<SourceOptions, 'revision'>,
): Promise<FetchedImports> {
  const { isRecursive, withNeeds } = options
  const select = { locate: (path: string) => locate(repository, path), isRecursive, withNeeds }
  const selected = await selectStages(openStages(repository), targets, select)
  const brought = new Map<string, { readonly oid: string; readonly hash: HashName }>()
  let files = 0
  for (const { stage } of selected) {
    const [out] = stage.outs
    if (out === undefined || !(isRepositoryImport(stage) || isPartialImport(stage))) continue
    const digest = recordedDigest(out) ?? recordedDigest(stage.deps[0] ?? out)
    if (digest !== undefined && (await isWholeInCache(repository.workspace, digest, repository.signal))) continue
    const stored = await (isRepositoryImport(stage) ? fetchFromRepository(repository, stage, options) : fetchFromOutside(repository, stage))
    if (stored === undefined) continue
    files += stored.count
    if (recordedDigest(out) === undefined) brought.set(out.at, stored)
  }
  return { files, brought }
}

interface Stored {
  readonly oid: string
  readonly hash: HashName
  readonly count: number
}

async function fetchFromRepository(
  repository: Repository,
  stage: Stage,
  options: Omit<SourceOptions, 'revision'>,
): Promise<Stored | undefined> {
  const { workspace, signal } = repository
  const [dep] = stage.source.kind === 'dvc' ? stage.source.definition.deps : []
  if (dep?.kind !== 'repo') return undefined
  await using source = await openSource(textOf(dep.repo, 'url') ?? '', { ...options, revision: textOf(dep.repo, 'rev_lock') })
  const take = { cache: workspace.cache, signal }
  const path = dep.path.replace(/^\.\//, '').replace(/\/+$/, '')
  const item = await findInSource(source, path, take)
  return await storeApart(repository, (target) => takeFromSource(source, { item, path }, { ...take, target }))
}

/** Undefined where the source has something else by now, or is gone: that is for `update`. */
async function fetchFromOutside(repository: Repository, stage: Stage): Promise<Stored | undefined> {
  const [dep] = stage.deps
  if (dep === undefined || dep.kind !== 'file') return undefined
  const url = dep.place === 'project' ? join(repository.root, dep.at) : dep.at
  const source = openOutsideSource(repository, url, repository.root)
  const seen = await source.look().catch(() => undefined)
  return seen?.hash.value === dep.recorded?.hash.value ? storeApart(repository, source.copyTo) : undefined
}

/** Puts data into the cache that are nowhere in the project. */
async function storeApart({ workspace, signal }: Repository, make: (target: string) => Promise<void>): Promise<Stored> {
  makeFolder(workspace.unfinished)
  const target = temporaryPath(workspace.unfinished)
  try {
    await make(target)
    // What lies in .dvc is ignored in the project itself.
    const apart = { ...workspace, ignore: new DvcIgnore(target), links: ['copy'] as const }
    const { oid, hash, files } = await storeOut(apart, target, { signal, isRelinked: false })
    return { oid, hash, count: files ?? 1 }
  } finally {
    rmSync(target, { recursive: true, force: true })
  }
}
