import { chmod, constants, copyFile, lstat, mkdir, realpath, symlink } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import type { Cause } from '@reprise/compare'
import { type RecordedFile, RepriseError } from '@reprise/protocol'
import { lacking, Obstacle } from '../obstacle.ts'
import { saveKept } from '../original/read-artifact.ts'
import type { RecordedRun } from '../original/read-original.ts'
import type { RestoreContext } from './context.ts'
import { digestFile } from './digest-file.ts'
import type { Layout } from './layout.ts'

/** An input whose bytes were restored beside the tree, because it lies outside of it. */
export interface PlacedInput {
  /** Where the program looks for it. */
  readonly original: string
  /** Where it is. */
  readonly copy: string
  /** Whether a path relative to the code leads to the copy. */
  readonly isBeside: boolean
}

export interface RestoredInputs {
  readonly placed: readonly PlacedInput[]
  /** What was read by the original, and could not be verified: in words. */
  readonly unverified: readonly string[]
}

export interface InputFolders {
  readonly layout: Layout
  /** An empty folder for what lies far outside of the tree. */
  readonly outside: string
}

/**
 * Puts every recorded input where the program looks for it, or says where its copy is. Each is verified by its digest: a file that is other
 * than recorded is never used. Throws an {@link Obstacle} that names all inputs that are not to be had.
 */
export async function restoreInputs(
  original: RecordedRun,
  { layout, outside }: InputFolders,
  context: RestoreContext,
): Promise<RestoredInputs> {
  const { code, inputs } = original.record
  const files = [...code.files, ...inputs]
  const placed: PlacedInput[] = []
  const missing: Cause[] = []
  const unverified: string[] = []
  for (const [index, file] of files.entries()) {
    const path = file.path.startsWith(`${code.root}/`) ? file.path.slice(code.root.length + 1) : file.path
    const isOutside = isAbsolute(path)
    const source = isOutside ? path : join(code.root, path)
    const target = isOutside ? (layout.beside(path) ?? join(outside, String(index))) : inside(layout.root, path)
    if (file.kind !== 'FILE') {
      if (!isOutside) await makeOther(file, { target, folder: layout.root })
      continue
    }
    if (file.sha256 === undefined) {
      unverified.push(`the input ${file.path} has no digest: ${file.not_kept ?? 'it could not be read'}`)
      continue
    }
    if ((await digestFile(isOutside ? source : target)) === file.sha256) {
      // It is used where it is; a relative path leads there by a link.
      if (isOutside && layout.beside(path) !== undefined) await linkTo(source, target)
      continue
    }
    if (!isOutside) await assertReal(layout.root, target)
    const lack = await obtain({ file, source, target }, original, context)
    if (lack !== undefined) missing.push(lacking(file.path, lack.why, lack.kind))
    else if (isOutside) placed.push({ original: path, copy: target, isBeside: layout.beside(path) !== undefined })
  }
  if (missing.length > 0) throw describeMissing(missing, original)
  return { placed, unverified }
}

/** The program itself is an input, too, where it lies outside of the system. */
function describeMissing(missing: readonly Cause[], { record }: RecordedRun): Obstacle {
  const { argv, absolute_folder: folder } = record.command
  const program = resolve(folder, argv[0] ?? '')
  const isProgram = missing.some(({ subject }) => resolve(record.code.root, subject) === program)
  const names = missing.map(({ subject }) => subject).join(', ')
  if (isProgram) return new Obstacle('missing program', `The program can not be restored: ${names}.`, missing)
  return new Obstacle(
    'missing data',
    `${missing.length === 1 ? 'An input' : `${missing.length} inputs`} can not be restored: ${names}.`,
    missing,
  )
}

interface Lack {
  readonly kind: 'data' | 'missing'
  readonly why: string
}

interface Wanted {
  readonly file: RecordedFile
  /** Where the original had it. */
  readonly source: string
  readonly target: string
}

/** Gets the bytes to `target`; why not, when they are not to be had: `data` where there are others now. */
async function obtain({ file, source, target }: Wanted, original: RecordedRun, { client }: RestoreContext): Promise<Lack | undefined> {
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
    const copy =
      kept === undefined
        ? `no copy was kept${file.not_kept === undefined ? '' : ` (${file.not_kept})`}`
        : 'the copy that was kept is damaged or gone'
    if (found === undefined) return { kind: 'missing', why: `${source} is no longer there; ${copy}` }
    return { kind: 'data', why: `${source} has changed: ${found.slice(0, 12)}, recorded was ${sha256.slice(0, 12)}; ${copy}` }
  }
  await copyFile(source, target, constants.COPYFILE_FICLONE)
  // It may have changed between the digest and the copy.
  if ((await digestFile(target)) !== sha256) return { kind: 'data', why: `${source} changed while it was copied` }
  await markExecutable(file, target)
  return undefined
}

async function markExecutable({ executable }: RecordedFile, target: string): Promise<void> {
  if (executable === true) await chmod(target, 0o755)
}

async function makeOther(
  { kind, target: linked }: RecordedFile,
  { target, folder }: { readonly target: string; readonly folder: string },
): Promise<void> {
  const isThere = await lstat(target).then(
    () => true,
    () => false,
  )
  if (isThere) return
  await assertReal(folder, target)
  await mkdir(kind === 'FOLDER' ? target : dirname(target), { recursive: true })
  if (kind === 'LINK' && linked !== undefined) await symlink(linked, target)
}

async function linkTo(source: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  await symlink(source, target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
}

/** Throws where a link on the way leads out of the folder, whatever the record says: restoring writes nowhere else. */
async function assertReal(folder: string, target: string): Promise<void> {
  const top = await realpath(folder)
  for (let place = dirname(target); place.startsWith(folder) && place !== folder; place = dirname(place)) {
    const real = await realpath(place).catch(() => undefined)
    if (real === undefined) continue
    if (real === top || real.startsWith(top + sep)) return
    throw new Obstacle('missing data', `The record names ${target}, and a link on the way leads out of the folder.`)
  }
}

/** Throws for a path that leads out of the folder, whatever the record says. */
function inside(folder: string, path: string): string {
  const full = resolve(folder, path)
  if (full === folder || full.startsWith(folder + sep)) return full
  throw new Obstacle('missing data', `The record names ${path}, which leads out of the folder.`)
}
