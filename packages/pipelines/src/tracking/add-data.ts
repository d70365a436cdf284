import { lstatSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { type DataProgress, hashOut, storeOut, storePart } from '../checkout/index.ts'
import type { DvcFile, OutEntry } from '../files/index.ts'
import { addressOf, openGraph, type Stage, type StageFiles, type StageGraph, type StageOut } from '../graph/index.ts'
import { toFileError, toFsPath } from '../paths/index.ts'
import { locate, openStages, type Repository } from '../repository/index.ts'
import { assertAddable } from './assert-addable.ts'
import { assertNoOverlap } from './assert-no-overlap.ts'
import { expandGlobs } from './expand-globs.ts'
import { holdOuts } from './hold-outs.ts'
import { newOut, recordedDigest, toRecord } from './out-entry.ts'
import { writeDvcFile } from './write-dvc-file.ts'

export interface AddOptions {
  /** Targets are patterns. */
  readonly isGlob?: boolean | undefined
  /** Records the data without taking them into the cache. */
  readonly isUncommitted?: boolean | undefined
  /** Puts links in the places of files, as `cache.type` says; default: yes. */
  readonly isRelinked?: boolean | undefined
  /** The command as others are told of it. */
  readonly cmd: string
  readonly onProgress?: ((target: string, progress: DataProgress) => void) | undefined
}

/** Data that are tracked now. */
export interface AddedData {
  /** The `.dvc` file, absolute. */
  readonly file: string
  readonly oid: string
}

/** What is to be tracked: anew, or again, by a file that is there, or as a part of such data. */
export interface Addition {
  readonly target: string
  /** Absolute. */
  readonly path: string
  /** The `.dvc` file, from the root. */
  readonly file: string
  readonly known: { readonly stage: Stage; readonly out: StageOut } | undefined
}

/**
 * Tracks files and folders: takes them into the cache, writes their `.dvc` files and has git ignore them. What stands in a tracked folder becomes part
 * of that, or is taken out when it is gone. Nothing is done before all targets are seen to be possible; they are then done one by one, so that
 * those before a failure are done. Throws, in DVC's words, RESOURCE_DOES_NOT_EXIST, RESOURCE_CONFLICT, INVALID_PARAMETER_VALUE.
 */
export async function addData(repository: Repository, targets: readonly string[], options: AddOptions): Promise<AddedData[]> {
  const { cwd } = repository
  const paths = options.isGlob === true ? expandGlobs(targets, cwd) : targets
  const files = openStages(repository)
  const graph = await openGraph(files)
  const additions = paths.map((target) => toAddition(repository, { target, graph }))
  assertNoOverlap(additions, graph, files.show)
  await assertNotInGit(repository, additions)
  const added: AddedData[] = []
  for (const addition of additions) added.push(await addOne(repository, addition, { ...options, files }))
  return added
}

function toAddition(repository: Repository, { target, graph }: { readonly target: string; readonly graph: StageGraph }): Addition {
  const path = resolve(repository.cwd, target)
  const at = locate(repository, target)
  assertAddable(repository, target)
  const known = graph.outs.covering(at)
  if (known !== undefined && known.stage.cmd !== undefined) throw madeByStage(target, known.stage, repository)
  if (known === undefined) return { target, path, file: `${at}.dvc`, known }
  return { target, path, file: known.stage.file, known }
}

function madeByStage(target: string, stage: Stage, repository: Repository): RepriseError {
  const show = (path: string): string => repository.show(join(repository.root, path))
  const message = `cannot update '${basename(target)}': overlaps with an output of stage: '${addressOf(stage, show)}' in '${show(stage.file)}'.`
  return new RepriseError('RESOURCE_CONFLICT', `${message}\nRun the pipeline or use 'reprise commit' to force update it.`)
}

/** Git's files stay git's. */
async function assertNotInGit(repository: Repository, additions: readonly Addition[]): Promise<void> {
  const git = await repository.git()
  if (git === undefined) return
  for (const { path, known } of additions) {
    const out = known === undefined ? path : join(repository.root, known.out.at)
    if (exists(path) && (await git.isTracked(out))) throw trackedByGit(repository.show(out))
  }
}

/** In the words of DVC, indentation included. */
export function trackedByGit(path: string): RepriseError {
  const lines = [
    ` output '${path}' is already tracked by SCM (e.g. Git).`,
    '    You can remove it from Git, then add to DVC.',
    '        To stop tracking from Git:',
    `            git rm -r --cached '${path}'`,
    `            git commit -m "stop tracking ${path}" `,
  ]
  return new RepriseError('RESOURCE_CONFLICT', lines.join('\n'))
}

async function addOne(
  repository: Repository,
  addition: Addition,
  options: AddOptions & { readonly files: StageFiles },
): Promise<AddedData> {
  const { root } = repository
  const file = join(root, addition.file)
  const out = addition.known === undefined ? addition.path : join(root, addition.known.out.at)
  await using _held = await holdOuts(repository, [out], options.cmd)
  const { oid, entry } = await takeIn(repository, addition, { ...options, out })
  await repository.changes.ignore(out)
  writeDvcFile(repository, file, toDvcFile(addition, entry))
  repository.changes.keep()
  return { file, oid }
}

async function takeIn(
  repository: Repository,
  { target, path, known }: Addition,
  options: AddOptions & { readonly out: string },
): Promise<{ readonly oid: string; readonly entry: OutEntry }> {
  const { workspace, signal } = repository
  const { out, isRelinked, isUncommitted, onProgress } = options
  const common = { signal, isRelinked, onProgress: (progress: DataProgress) => onProgress?.(target, progress) }
  const recorded = known === undefined ? undefined : recordedDigest(known.out)
  const before = outEntryOf(known)
  if (path !== out) {
    if (recorded === undefined || !recorded.oid.endsWith('.dir'))
      throw new RepriseError('INVALID_PARAMETER_VALUE', `Cannot modify '${repository.show(out)}' which is being tracked as a file`)
    const size = known?.out.recorded?.meta.size
    const folder = { path: out, oid: recorded.oid, size: size === undefined ? undefined : Number(size) }
    const changed = await storePart(workspace, folder, { ...common, path })
    return { oid: changed.oid, entry: { ...before, ...toRecord(changed) } }
  }
  assertThere(path, repository.show(path))
  const hash =
    recorded?.hash === 'md5-dos2unix' && (await isUnchangedLegacy(repository, { path, oid: recorded.oid })) ? 'md5-dos2unix' : 'md5'
  const found =
    isUncommitted === true ? await hashOut(workspace, path, { ...common, hash }) : await storeOut(workspace, path, { ...common, hash })
  if (found === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `output '${repository.show(path)}' does not exist`)
  return { oid: found.oid, entry: { ...before, path: before.path, ...toRecord(found) } }
}

/** Data that DVC 2 recorded stay so until they change. */
async function isUnchangedLegacy(
  { workspace, signal }: Repository,
  { path, oid }: { readonly path: string; readonly oid: string },
): Promise<boolean> {
  return (await hashOut(workspace, path, { hash: 'md5-dos2unix', signal }))?.oid === oid
}

function outEntryOf(known: Addition['known']): OutEntry {
  if (known === undefined || known.stage.source.kind !== 'dvc') return newOut('')
  const { definition } = known.stage.source
  return definition.outs[known.stage.outs.indexOf(known.out)] ?? newOut(known.out.path)
}

function toDvcFile({ path, known }: Addition, entry: OutEntry): DvcFile {
  if (known?.stage.source.kind !== 'dvc')
    return { frozen: false, alwaysChanged: false, deps: [], outs: [{ ...entry, path: basename(path) }] }
  const { definition } = known.stage.source
  const at = known.stage.outs.indexOf(known.out)
  return { ...definition, outs: definition.outs.map((out, index) => (index === at ? entry : out)) }
}

function assertThere(path: string, shown: string): void {
  try {
    statSync(toFsPath(path))
  } catch (error) {
    const { message, code } = toFileError(error, path)
    throw new RepriseError(code, code === 'RESOURCE_DOES_NOT_EXIST' ? `output '${shown}' does not exist: ${message}` : message, {
      cause: error,
    })
  }
}

function exists(path: string): boolean {
  return lstatSync(toFsPath(path), { throwIfNoEntry: false }) !== undefined
}
