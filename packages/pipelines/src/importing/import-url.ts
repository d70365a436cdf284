import { renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { outStatus, removeOut, storeOut } from '../checkout/index.ts'
import { type DepEntry, digestDvcFile, type DvcFile, type OutEntry } from '../files/index.ts'
import { isImport, isRepositoryImport, openGraph, selectStages, type Stage } from '../graph/index.ts'
import { toFileError } from '../paths/index.ts'
import { locate, openStages, type Repository, showAt } from '../repository/index.ts'
import { trackedByGit } from '../tracking/add-data.ts'
import { assertAddable } from '../tracking/assert-addable.ts'
import { assertNoOverlap } from '../tracking/assert-no-overlap.ts'
import { choosePlace } from './choose-place.ts'
import { holdOuts } from '../tracking/hold-outs.ts'
import { newOut, toRecord } from '../tracking/out-entry.ts'
import { copyLocal, openOutsideSource, type OutsideSource } from './outside-source.ts'
import { type SendData, storeElsewhere } from './store-elsewhere.ts'
import { writeDvcFile } from '../tracking/write-dvc-file.ts'

export interface ImportOptions {
  readonly out?: string | undefined
  readonly isForced?: boolean | undefined
  /** Records what there is without getting it. */
  readonly isNotDownloaded?: boolean | undefined
  /** Only writes the `.dvc` file: nothing is looked at. */
  readonly isNotExecuted?: boolean | undefined
  /** Sends the data on, so that they are neither in the cache nor in the work tree. */
  readonly send?: SendData | undefined
  readonly cmd: string
  /** Told, as DVC tells it, before data are got. */
  readonly onImport?: ((source: string, out: string) => void) | undefined
}

/** A place in the project for data from elsewhere; absolute paths. */
export interface ImportPlace {
  readonly path: string
  readonly file: string
}

/** Finds a place for data from elsewhere. Throws, in DVC's words, where there can not be data, or are other data. */
export async function claimPlace(repository: Repository, source: string, options: ImportOptions): Promise<ImportPlace> {
  const { cwd } = repository
  const place = choosePlace(source, options.out, { cwd, isForced: options.isForced === true })
  assertAddable(repository, place)
  const path = resolve(cwd, place)
  const files = openStages(repository)
  const graph = await openGraph(files)
  const file = `${locate(repository, place)}.dvc`
  const isOwn = graph.outs.covering(locate(repository, place))?.stage.file === file
  if (!isOwn) assertNoOverlap([{ target: place, path, file, known: undefined }], graph, files.show)
  if ((await (await repository.git())?.isTracked(path)) === true) throw trackedByGit(repository.show(path))
  return { path, file: join(repository.root, file) }
}

/** Gets data from a path or URL, and keeps where they came from. Throws what the source or the disk said; nothing is recorded then. */
export async function importUrl(repository: Repository, url: string, options: ImportOptions): Promise<ImportPlace> {
  const place = await claimPlace(repository, url, options)
  await using _held = await holdOuts(repository, [place.path], options.cmd)
  const source = openOutsideSource(repository, url, dirname(place.file))
  const dep: DepEntry = { kind: 'file', path: source.path, hash: { algorithm: 'md5', value: undefined }, meta: {} }
  const file: DvcFile = { frozen: true, alwaysChanged: false, deps: [dep], outs: [newOut(basename(place.path))] }
  await record(repository, { file, place, source }, options)
  return place
}

interface Importing {
  readonly file: DvcFile
  readonly place: ImportPlace
  readonly source: OutsideSource
}

async function record(repository: Repository, { file, place, source }: Importing, options: ImportOptions): Promise<void> {
  if (options.isNotExecuted === true) {
    await repository.changes.ignore(place.path)
    return writeDvcFile(repository, place.file, file)
  }
  options.onImport?.(source.shown, repository.show(place.path))
  const seen = await source.look()
  const deps = file.deps.map((dep) => (dep.kind === 'file' ? { ...dep, ...seen } : dep))
  const outs = [await takeIn(repository, { file, place, source }, options)]
  await repository.changes.ignore(place.path)
  writeDvcFile(repository, place.file, withDigest({ ...file, deps, outs }))
}

async function takeIn(repository: Repository, { file, place, source }: Importing, options: ImportOptions): Promise<OutEntry> {
  const entry = file.outs[0] ?? newOut(basename(place.path))
  if (options.send !== undefined) return { ...entry, ...toRecord(await storeElsewhere(repository, source, options.send)) }
  return bring(repository, { entry, path: place.path, copy: source.copyTo }, options)
}

interface Bringing {
  readonly entry: OutEntry
  readonly path: string
  readonly copy: (path: string) => Promise<void>
}

/** Puts new data in the place of old ones, and takes them into the cache. The old ones stay until the new ones are whole. */
export async function bring(
  repository: Repository,
  { entry, path, copy }: Bringing,
  options: Pick<ImportOptions, 'isNotDownloaded'>,
): Promise<OutEntry> {
  const { workspace, signal } = repository
  if (options.isNotDownloaded === true) return { ...entry, hash: { algorithm: 'md5', value: undefined }, meta: {} }
  const unfinished = workspace.cache.md5.unfinishedPath()
  try {
    await copy(unfinished)
    removeOut(workspace, path)
    moveHere(unfinished, path)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  return { ...entry, ...toRecord(await storeOut(workspace, path, { signal })) }
}

function moveHere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw toFileError(error, to)
    copyLocal(from, to)
  }
}

export function withDigest(file: DvcFile): DvcFile {
  const { md5: _md5, ...rest } = file
  return { ...rest, md5: digestDvcFile(rest) }
}

export interface UpdateOptions extends Pick<ImportOptions, 'isNotDownloaded' | 'cmd' | 'onImport'> {
  /** Of imports from repositories: the commit from now on. */
  readonly revision?: string | undefined
  readonly isRecursive?: boolean | undefined
  readonly onUnchanged?: ((file: string) => void) | undefined
  /** Updates an import from a repository; answers whether anything changed. */
  readonly updateRepositoryImport: (stage: Stage, place: ImportPlace) => Promise<boolean>
}

/** Gets again what was imported and has changed. Answers the `.dvc` files that were written. */
export async function updateImports(repository: Repository, targets: readonly string[], options: UpdateOptions): Promise<string[]> {
  const files = openStages(repository)
  const selected = await selectStages(files, targets, { locate: (path) => locate(repository, path), isRecursive: options.isRecursive })
  const written: string[] = []
  for (const { stage } of selected) {
    const [out] = stage.outs
    if (!isImport(stage) || stage.source.kind !== 'dvc' || out === undefined) {
      if (options.isRecursive === true) continue
      throw new RepriseError('INVALID_PARAMETER_VALUE', `'${files.show(stage.file)}' is no import.`, {
        hint: 'Use `reprise commit` or `reprise add`.',
      })
    }
    const place = { path: join(repository.root, out.at), file: join(repository.root, stage.file) }
    await using _held = await holdOuts(repository, [place.path], options.cmd)
    const isChanged = isRepositoryImport(stage)
      ? await options.updateRepositoryImport(stage, place)
      : await updateOne(repository, { stage, place }, options)
    if (isChanged) written.push(place.file)
    else options.onUnchanged?.(showAt(repository, stage.file))
  }
  repository.changes.forget()
  return written
}

/** Gets an import again, whatever is recorded of it; the caller holds its place. For `repro` of imports that are not frozen, or were never got. */
export async function bringImport(repository: Repository, stage: Stage, options: Pick<ImportOptions, 'cmd' | 'onImport'>): Promise<void> {
  const [dep] = stage.deps
  const [out] = stage.outs
  if (stage.source.kind !== 'dvc' || dep === undefined || out === undefined) return
  const place = { path: join(repository.root, out.at), file: join(repository.root, stage.file) }
  const url = dep.place === 'project' ? join(repository.root, dep.at) : dep.at
  const source = { ...openOutsideSource(repository, url, dirname(place.file)), path: dep.path }
  await record(repository, { file: stage.source.definition, place, source }, options)
}

async function updateOne(
  repository: Repository,
  { stage, place }: { readonly stage: Stage; readonly place: ImportPlace },
  options: UpdateOptions,
): Promise<boolean> {
  const [dep] = stage.deps
  if (stage.source.kind !== 'dvc' || dep === undefined) return false
  if (options.revision !== undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', '--rev is for imports from repositories: this one is of a path or URL.')
  const { definition } = stage.source
  const url = dep.place === 'project' ? join(repository.root, dep.at) : dep.at
  const source = { ...openOutsideSource(repository, url, dirname(place.file)), path: dep.path }
  const seen = await source.look()
  const [out] = definition.outs
  if (seen.hash.value === dep.recorded?.hash.value && out?.hash.value !== undefined && options.isNotDownloaded !== true) {
    const state = await outStatus(repository.workspace, { path: place.path, oid: out.hash.value, hash: 'md5', isCached: true })
    if (state === undefined) return false
  }
  await record(repository, { file: definition, place, source }, options)
  return true
}
