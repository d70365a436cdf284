import { rmSync } from 'node:fs'
import { temporaryPath } from '../cache/temporary-name.ts'
import { isWholeInCache, storeOut } from '../checkout/index.ts'
import { makeFolder } from '../cache/index.ts'
import { isRepositoryImport, selectStages, type Stage } from '../graph/index.ts'
import { DvcIgnore } from '../ignoring/index.ts'
import type { Repository } from '../repository/index.ts'
import type { CollectOptions } from './collect-used.ts'
import { textOf } from './import-from-repository.ts'
import { locate } from './locate.ts'
import { openStages } from './open-stages.ts'
import { recordedDigest } from './out-entry.ts'
import { openSource, type SourceOptions } from './source-repository.ts'
import { findInSource, takeFromSource } from './take-from-source.ts'

/**
 * Gets into the cache what imports from other repositories lack: such data are kept there, at the commit that was recorded, and in no remote of this
 * project. Answers the number of files.
 */
export async function fetchImports(
  repository: Repository,
  targets: readonly string[],
  options: Pick<CollectOptions, 'isRecursive' | 'withNeeds'> & Omit<SourceOptions, 'revision'>,
): Promise<number> {
  const { isRecursive, withNeeds } = options
  const select = { locate: (path: string) => locate(repository, path), isRecursive, withNeeds }
  const selected = await selectStages(await openStages(repository), targets, select)
  let files = 0
  for (const { stage } of selected) if (isRepositoryImport(stage)) files += await fetchOne(repository, stage, options)
  return files
}

async function fetchOne(repository: Repository, stage: Stage, options: Omit<SourceOptions, 'revision'>): Promise<number> {
  const { workspace, signal } = repository
  const [out] = stage.outs
  const digest = out === undefined ? undefined : recordedDigest(out)
  const [dep] = stage.source.kind === 'dvc' ? stage.source.definition.deps : []
  if (digest === undefined || dep?.kind !== 'repo' || (await isWholeInCache(workspace, digest, signal))) return 0
  await using source = await openSource(textOf(dep.repo, 'url') ?? '', { ...options, revision: textOf(dep.repo, 'rev_lock') })
  const take = { cache: workspace.cache, signal }
  const path = dep.path.replace(/^\.\//, '').replace(/\/+$/, '')
  const item = await findInSource(source, path, take)
  makeFolder(workspace.unfinished)
  const target = temporaryPath(workspace.unfinished)
  try {
    await takeFromSource(source, { item, path }, { ...take, target })
    // What lies in .dvc is ignored in the project itself.
    const apart = { ...workspace, ignore: new DvcIgnore(target), links: ['copy'] as const }
    await storeOut(apart, target, { signal, isRelinked: false })
    return item.files.length
  } finally {
    rmSync(target, { recursive: true, force: true })
  }
}
