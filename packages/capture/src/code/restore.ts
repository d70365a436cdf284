import { chmod, mkdir, readdir, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type RecordedCode, RepriseError } from '@reprise/protocol'
import type { Variables } from './git/run-git.ts'
import { makePlace } from './restoring/check-path.ts'
import { type ReadKept, receive } from './restoring/receive.ts'
import { restoreTree } from './restoring/restore-tree.ts'

export interface RestoreOptions {
  /** Reads an artifact of the run by its path. What comes is held against the recorded digest before it is used. */
  readonly readKept: ReadKept
  /** The environment in which git is looked for and runs. */
  readonly env: Variables
  /** A clone on this machine, to take objects from that are not in the packs. */
  readonly clone?: string
}

/** What was made again. */
export interface RestoredCode {
  /** The folder that stands for `root`. */
  readonly root: string
  /** Recorded paths that could not be made, with why. */
  readonly missing: readonly { readonly path: string; readonly why: string }[]
}

/**
 * Makes the recorded code again in `target`, a folder that is empty or not there: byte for byte, with executable bits and links, and with a
 * repository that has the commit checked out. Writes nothing outside `target`. Throws DATA_LOSS where what was kept is not what was
 * recorded, RESOURCE_DOES_NOT_EXIST where nothing was kept, and INVALID_PARAMETER_VALUE where `target` has something in it or the
 * record names files that may not be written. What it made before it threw stays in `target`.
 */
export async function restoreCode(record: RecordedCode, target: string, options: RestoreOptions): Promise<RestoredCode> {
  const root = resolve(target)
  if (record.kind === 'NONE') throw nothingKept(record)
  await makeEmpty(root)
  if (record.kind === 'GIT') await restoreRoot(record, root, options)
  const missing = [...(await restoreSubmodules(record, root, options)), ...(await restoreFiles(record, root, options))]
  return { root, missing }
}

async function restoreRoot(record: RecordedCode, root: string, options: RestoreOptions): Promise<void> {
  const packs = [record.base, record.changes].filter((pack) => pack !== undefined)
  if (record.tree === undefined || (packs.length === 0 && options.clone === undefined)) throw nothingKept(record)
  await restoreTree({
    ...options,
    root,
    tree: toObjectId(record.tree),
    objectFormat: record.object_format === 'sha256' ? 'sha256' : 'sha1',
    packs,
    ...(record.commit === undefined ? {} : { commit: toObjectId(record.commit) }),
    ...(record.branch === undefined ? {} : { branch: record.branch }),
  })
}

type Missing = RestoredCode['missing'][number]

async function restoreSubmodules(record: RecordedCode, root: string, options: RestoreOptions): Promise<Missing[]> {
  const missing: Missing[] = []
  for (const { path, tree, commit, pack, not_kept: why } of record.submodules) {
    if (pack === undefined) {
      missing.push({ path, why: why ?? 'It was not kept.' })
      continue
    }
    const folder = (await makePlace(root, path)).toString()
    await makeEmpty(folder)
    await restoreTree({
      readKept: options.readKept,
      env: options.env,
      root: folder,
      tree: toObjectId(tree),
      objectFormat: tree.length === 64 ? 'sha256' : 'sha1',
      packs: [pack],
      ...(commit === undefined ? {} : { commit: toObjectId(commit) }),
    })
  }
  return missing
}

async function restoreFiles(record: RecordedCode, root: string, { readKept }: RestoreOptions): Promise<Missing[]> {
  const missing: Missing[] = []
  for (const { path, kind, size, sha256, kept, not_kept: why, executable } of record.files) {
    if (path.startsWith('/')) {
      missing.push({ path, why: 'It was outside of the code.' })
      continue
    }
    if (kind !== 'FILE' || kept === undefined || sha256 === undefined) {
      missing.push({ path, why: why ?? 'It was not kept.' })
      continue
    }
    const file = await makePlace(root, path)
    await rm(file, { force: true })
    await receive(readKept, { artifact: kept, sha256, size }, file)
    if (executable === true) await chmod(file, 0o755)
  }
  return missing
}

async function makeEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length === 0) return
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${folder} is not empty.`, { hint: 'Restore into a new folder.' })
}

function toObjectId(text: string): string {
  if (/^(?:[\da-f]{40}|[\da-f]{64})$/.test(text)) return text
  throw new RepriseError('INVALID_PARAMETER_VALUE', `The record has an object id that is none: ${JSON.stringify(text)}.`)
}

function nothingKept({ not_kept: why, kind }: RecordedCode): RepriseError {
  const reason = why ?? (kind === 'NONE' ? 'Nothing is known of it.' : 'No pack was kept.')
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', `The code was not kept with the run: ${reason}`)
}
