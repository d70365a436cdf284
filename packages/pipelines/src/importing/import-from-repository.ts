import { basename, join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type { DvcFile } from '../files/index.ts'
import type { Stage } from '../graph/index.ts'
import { isMapping, type Mapping, type Scalar, type Value } from '../python/index.ts'
import type { Repository } from '../repository/index.ts'
import { holdOuts } from '../tracking/hold-outs.ts'
import { bring, claimPlace, type ImportOptions, type ImportPlace, withDigest } from './import-url.ts'
import { newOut } from '../tracking/out-entry.ts'
import { openSource, type SourceOptions } from './source-repository.ts'
import { findInSource, takeFromSource } from './take-from-source.ts'
import { writeDvcFile } from '../tracking/write-dvc-file.ts'

export type RepositoryImportOptions = ImportOptions & Omit<SourceOptions, 'isCommitted'>

/** Gets data from another repository, and keeps which and at which commit. */
export async function importFromRepository(
  repository: Repository,
  { url, path }: { readonly url: string; readonly path: string },
  options: RepositoryImportOptions,
): Promise<ImportPlace> {
  const place = await claimPlace(repository, path, options)
  await using _held = await holdOuts(repository, [place.path], options.cmd)
  const { revision } = options
  const repo = new Map<Scalar, Value>([['url', url], ...(revision === undefined ? [] : ([['rev', revision]] as [Scalar, Value][]))])
  const file: DvcFile = { frozen: true, alwaysChanged: false, deps: [{ kind: 'repo', path, repo }], outs: [newOut(basename(place.path))] }
  await record(repository, { file, place }, options)
  return place
}

/** Gets them again when the revision means another commit now; answers whether it does. */
export async function updateRepositoryImport(
  repository: Repository,
  { stage, place }: { readonly stage: Stage; readonly place: ImportPlace },
  options: Omit<RepositoryImportOptions, 'cmd'>,
): Promise<boolean> {
  if (stage.source.kind !== 'dvc') return false
  const { definition } = stage.source
  const [dep] = definition.deps
  if (dep?.kind !== 'repo') return false
  const revision = options.revision ?? textOf(dep.repo, 'rev')
  const changed = options.revision === undefined ? dep.repo : new Map<Scalar, Value>(dep.repo).set('rev', options.revision)
  const file = { ...definition, deps: [{ ...dep, repo: changed }] }
  return record(repository, { file, place, before: textOf(dep.repo, 'rev_lock') }, { ...options, revision })
}

/** Gets them again at the commit that is recorded; the caller holds their place. For `repro` of imports that are not frozen, or were never got. */
export async function bringRepositoryImport(
  repository: Repository,
  stage: Stage,
  options: Omit<RepositoryImportOptions, 'cmd' | 'revision'>,
): Promise<void> {
  const [out] = stage.outs
  if (stage.source.kind !== 'dvc' || out === undefined) return
  const { definition } = stage.source
  const [dep] = definition.deps
  const revision = dep?.kind === 'repo' ? (textOf(dep.repo, 'rev_lock') ?? textOf(dep.repo, 'rev')) : undefined
  const place = { path: join(repository.root, out.at), file: join(repository.root, stage.file) }
  await record(repository, { file: definition, place }, { ...options, revision })
}

interface Recording {
  readonly file: DvcFile
  readonly place: ImportPlace
  /** The commit that is recorded already. */
  readonly before?: string | undefined
}

async function record(
  repository: Repository,
  { file, place, before }: Recording,
  options: Omit<RepositoryImportOptions, 'cmd'>,
): Promise<boolean> {
  const { workspace, signal } = repository
  const [dep] = file.deps
  const url = dep?.kind === 'repo' ? textOf(dep.repo, 'url') : undefined
  if (dep?.kind !== 'repo' || url === undefined) throw new RepriseError('INVALID_PARAMETER_VALUE', 'The import names no repository.')
  await using source = await openSource(url, { ...options, isCommitted: true })
  if (source.commit === undefined) throw new RepriseError('INVALID_PARAMETER_VALUE', `'${url}' has no commit that could be kept.`)
  if (before === source.commit) return false
  options.onImport?.(`${dep.path} (${url})`, repository.show(place.path))
  const path = dep.path.replace(/^\.\//, '').replace(/\/+$/, '')
  const take = { cache: workspace.cache, signal }
  const item = await findInSource(source, path, take)
  const copy = (target: string): Promise<void> => takeFromSource(source, { item, path }, { ...take, target })
  const out = await bring(repository, { entry: file.outs[0] ?? newOut(''), path: place.path, copy }, options)
  await repository.changes.ignore(place.path)
  const { repo } = dep
  const locked = new Map<Scalar, Value>([...repo].filter(([key]) => key !== 'rev_lock')).set('rev_lock', source.commit)
  writeDvcFile(repository, place.file, withDigest({ ...file, deps: [{ ...dep, repo: locked }], outs: [out] }))
  return true
}

/** A text of a mapping. */
export function textOf(mapping: Mapping | undefined, key: string): string | undefined {
  const value = isMapping(mapping) ? mapping.get(key) : undefined
  return typeof value === 'string' ? value : undefined
}
