import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { storeOut } from '../checkout/index.ts'
import { digestDvcFile, type DepEntry, type DvcFile } from '../files/index.ts'
import { addressOf, openGraph, type OwnedOut } from '../graph/index.ts'
import { toFileError, toFsPath } from '../paths/index.ts'
import { locate, openStages, type Repository } from '../repository/index.ts'
import { assertAddable } from './assert-addable.ts'
import { holdOuts } from './hold-outs.ts'
import { removeFile, writeDvcFile } from './write-dvc-file.ts'

/** Where data are now; absolute. */
export interface MovedData {
  readonly path: string
  readonly file: string
  /** Whether there were no data to move, so that only the record was. */
  readonly isMissing: boolean
}

/**
 * Gives data that `add` or an import tracks another place, with their `.dvc` file and git's ignoring. The file of the new place is written before that of
 * the old one goes. Throws, in DVC's words, INVALID_PARAMETER_VALUE for data of a stage, RESOURCE_ALREADY_EXISTS where something is recorded already.
 */
export async function moveData(
  repository: Repository,
  [from, to]: readonly [string, string],
  { cmd }: { readonly cmd: string },
): Promise<MovedData> {
  const { cwd, root, changes } = repository
  const files = openStages(repository)
  const graph = await openGraph(files)
  const owned = graph.outs.covering(locate(repository, from))
  if (owned === undefined || owned.out.at !== locate(repository, from))
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `unable to find DVC file with output '${repository.show(resolve(cwd, from))}'`)
  const { stage, out } = owned
  if (stage.source.kind !== 'dvc' || stage.cmd !== undefined) throw madeByStage(addressOf(stage, files.show))
  const target = isFolder(resolve(cwd, to)) ? join(to, basename(resolve(cwd, from))) : to
  assertAddable(repository, target)
  const before = { path: join(root, out.at), file: join(root, stage.file) }
  const path = resolve(cwd, target)
  const file = basename(before.file) === `${basename(before.path)}.dvc` ? `${path}.dvc` : before.file
  if (file !== before.file && existsSync(file))
    throw new RepriseError('RESOURCE_ALREADY_EXISTS', `'${repository.show(file)}' already exists`)
  if (existsSync(path)) throw new RepriseError('RESOURCE_ALREADY_EXISTS', `'${repository.show(path)}' already exists`)
  await using _held = await holdOuts(repository, [before.path, path], cmd)
  const isMissing = !move(before.path, path)
  await changes.unignore(before.path)
  await changes.ignore(path)
  // As in DVC, data that have changed are kept, but the record stays that of what was added.
  if (!isMissing) await storeOut(repository.workspace, path, { signal: repository.signal, hash: hashOf(owned) })
  writeDvcFile(repository, file, withDigest(toMoved(stage.source.definition, { owned, before, file, path })))
  repository.workspace.made.remove(before.path)
  if (file !== before.file) {
    removeFile(before.file)
    changes.track(before.file)
  }
  return { path, file, isMissing }
}

interface Moving {
  readonly owned: OwnedOut
  readonly before: { readonly path: string; readonly file: string }
  readonly file: string
  readonly path: string
}

function toMoved(definition: DvcFile, { owned, before, file, path }: Moving): DvcFile {
  const at = owned.stage.outs.indexOf(owned.out)
  const folder = dirname(file)
  const wdir = file === before.file ? definition.wdir : undefined
  const outs = definition.outs.map((out, index) => (index === at ? { ...out, path: relative(resolve(folder, wdir ?? '.'), path) } : out))
  const deps = definition.deps.map((dep) => toMovedDep(dep, { from: resolve(dirname(before.file), definition.wdir ?? '.'), to: folder }))
  const { wdir: _wdir, ...rest } = definition
  return { ...rest, ...(wdir === undefined ? {} : { wdir }), outs, deps: file === before.file ? definition.deps : deps }
}

/** Relative paths count from the folder of the file. */
function toMovedDep(dep: DepEntry, { from, to }: { readonly from: string; readonly to: string }): DepEntry {
  if (dep.kind !== 'file' || /^\w+:\/\//.test(dep.path) || dep.path.startsWith('/')) return dep
  return { ...dep, path: relative(to, resolve(from, dep.path)) }
}

/** Imports carry a digest of themselves. */
function withDigest(file: DvcFile): DvcFile {
  return file.md5 === undefined ? file : { ...file, md5: digestDvcFile(file) }
}

function hashOf({ out }: OwnedOut): 'md5' | 'md5-dos2unix' {
  return out.recorded?.hash.algorithm === 'md5-dos2unix' ? 'md5-dos2unix' : 'md5'
}

/** Answers whether there was something. */
function move(from: string, to: string): boolean {
  if (!existsSync(from)) return false
  try {
    mkdirSync(dirname(to), { recursive: true })
    renameSync(toFsPath(from), toFsPath(to))
    return true
  } catch (error) {
    throw toFileError(error, from)
  }
}

function isFolder(path: string): boolean {
  return statSync(toFsPath(path), { throwIfNoEntry: false })?.isDirectory() === true
}

function madeByStage(name: string): RepriseError {
  return new RepriseError(
    'INVALID_PARAMETER_VALUE',
    `move is not permitted for stages that are not data sources. You need to either move '${name}' to a new location and edit it by hand, or remove '${name}' and create a new one at the desired location.`,
  )
}
