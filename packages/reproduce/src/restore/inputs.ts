import { chmod, constants, copyFile, lstat, mkdir, readlink, symlink } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { type RecordedFile, RepriseError } from '@reprise/protocol'
import { lacking, Obstacle } from '../obstacle.ts'
import { saveKept } from '../original/read-artifact.ts'
import type { RecordedRun } from '../original/read-original.ts'
import type { RestoreContext } from './context.ts'
import { digestFile } from './digest-file.ts'

/** An input whose bytes were restored beside the tree, because it lies outside of it. */
export interface PlacedInput {
  /** Where the program looks for it. */
  readonly original: string
  /** Where it is. */
  readonly copy: string
}

export interface RestoredInputs {
  readonly placed: readonly PlacedInput[]
  /** What was read by the original, and could not be verified: in words. */
  readonly unverified: readonly string[]
}

export interface InputFolders {
  /** The root of the restored code. */
  readonly target: string
  /** An empty folder for what lies outside of the tree. */
  readonly outside: string
}

/**
 * Puts every recorded input where the program looks for it, or says where its copy is. Each is verified by its digest: a file that is other
 * than recorded is never used. Throws an {@link Obstacle} that names all inputs that are not to be had.
 */
export async function restoreInputs(original: RecordedRun, folders: InputFolders, context: RestoreContext): Promise<RestoredInputs> {
  const { code, inputs } = original.record
  const files = [...code.files, ...inputs]
  const placed: PlacedInput[] = []
  const missing: ReturnType<typeof lacking>[] = []
  const unverified: string[] = []
  for (const [index, file] of files.entries()) {
    const isOutside = isAbsolute(file.path) && !file.path.startsWith(`${code.root}/`)
    const relative = isOutside ? String(index) : file.path.slice(isAbsolute(file.path) ? code.root.length + 1 : 0)
    const source = isAbsolute(file.path) ? file.path : join(code.root, file.path)
    const target = isOutside ? join(folders.outside, relative) : inside(folders.target, relative)
    if (file.kind !== 'FILE') {
      if (!isOutside) await makeOther(file, target)
      continue
    }
    if (file.sha256 === undefined) {
      unverified.push(`the input ${file.path} has no digest: ${file.not_kept ?? 'it could not be read'}`)
      continue
    }
    if ((await digestFile(isOutside ? source : target)) === file.sha256) continue
    const why = await obtain({ file, source, target }, original, context)
    if (why !== undefined) missing.push(lacking(file.path, why))
    else if (isOutside) placed.push({ original: file.path, copy: target })
  }
  if (missing.length > 0)
    throw new Obstacle(
      'missing data',
      `${missing.length === 1 ? 'An input' : `${missing.length} inputs`} can not be restored: ${missing.map(({ subject }) => subject).join(', ')}.`,
      missing,
    )
  return { placed, unverified }
}

interface Wanted {
  readonly file: RecordedFile
  /** Where the original had it. */
  readonly source: string
  readonly target: string
}

/** Gets the bytes to `target`; why not, when they are not to be had. */
async function obtain({ file, source, target }: Wanted, original: RecordedRun, { client }: RestoreContext): Promise<string | undefined> {
  const { sha256 = '', kept } = file
  await mkdir(dirname(target), { recursive: true })
  if (kept !== undefined) {
    try {
      await saveKept(client, original.artifactUri, { kept: { artifact: kept, sha256, size: file.size ?? 0 }, file: target })
      await markExecutable(file, target)
      return undefined
    } catch (error) {
      if (!(error instanceof RepriseError) || (error.code !== 'DATA_LOSS' && error.code !== 'RESOURCE_DOES_NOT_EXIST')) throw error
    }
  }
  const found = await digestFile(source)
  if (found !== sha256) {
    const state =
      found === undefined
        ? `${source} is no longer there`
        : `${source} has changed: ${found.slice(0, 12)}, recorded was ${sha256.slice(0, 12)}`
    return `${state}; ${kept === undefined ? `no copy was kept${file.not_kept === undefined ? '' : ` (${file.not_kept})`}` : 'the copy that was kept is damaged or gone'}`
  }
  await copyFile(source, target, constants.COPYFILE_FICLONE)
  // It may have changed between the digest and the copy.
  if ((await digestFile(target)) !== sha256) return `${source} changed while it was copied`
  await markExecutable(file, target)
  return undefined
}

async function markExecutable({ executable }: RecordedFile, target: string): Promise<void> {
  if (executable === true) await chmod(target, 0o755)
}

async function makeOther({ kind, target: linked }: RecordedFile, target: string): Promise<void> {
  if (
    await lstat(target).then(
      () => true,
      () => false,
    )
  )
    return
  await mkdir(kind === 'FOLDER' ? target : dirname(target), { recursive: true })
  if (kind !== 'LINK' || linked === undefined) return
  await symlink(linked, target).catch(async () => {
    if ((await readlink(target)) !== linked) throw new Obstacle('missing data', `The link ${target} can not be made.`)
  })
}

/** Throws for a path that leads out of the folder, whatever the record says. */
function inside(folder: string, path: string): string {
  const full = resolve(folder, path)
  if (full === folder || full.startsWith(folder + sep)) return full
  throw new Obstacle('missing data', `The record names ${path}, which leads out of the folder.`)
}
