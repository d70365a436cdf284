import { chmod, lstat, mkdir, open, realpath, symlink } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import type { Cause } from '@reprise/compare'
import type { RecordedFile } from '@reprise/protocol'
import { lacking, Obstacle } from '../obstacle.ts'
import type { RecordedRun } from '../original/read-original.ts'
import type { RestoreContext } from './context.ts'
import { digestFile } from './digest-file.ts'
import type { Layout } from './layout.ts'
import { CACHE } from './sources/cached.ts'
import { listSources, type SourceList } from './sources/list-sources.ts'
import { type Obtained, obtainFile } from './sources/obtain-file.ts'
import { originalPlace } from './sources/original-place.ts'
import { createSourceLog } from './sources/source-log.ts'
import { type FileTime, restoreTimes } from './times.ts'

/** An input whose bytes were restored beside the tree, because it lies outside of it. */
export interface PlacedInput {
  /** Where the program looks for it. */
  readonly original: string
  /** Where it is. */
  readonly copy: string
  /** Whether a path relative to the code leads to the copy. */
  readonly isBeside: boolean
  /** Whether a restored symbolic link leads to the copy. */
  readonly isLinked?: boolean
}

export interface RestoredInputs {
  readonly placed: readonly PlacedInput[]
  /** What was read by the original, and could not be verified: in words. */
  readonly unverified: readonly string[]
  /** Files with the name and size of the original's and without its bytes, which nobody was seen to read. */
  readonly placeholders: readonly string[]
  /** Where inputs came from that were not simply there, in words. */
  readonly sources: readonly string[]
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
  const placeholders: string[] = []
  const times: FileTime[] = []
  const links: (() => Promise<void>)[] = []
  const linked = files.flatMap(({ kind, target = '' }) => (kind === 'LINK' && isAbsolute(target) ? [target] : []))
  const isLinked = (path: string): boolean => linked.some((target) => path === target || path.startsWith(target + sep))
  const unverified: string[] = []
  const list = await listSources(original, layout.root, context)
  const log = createSourceLog()
  for (const file of files) {
    context.signal?.throwIfAborted()
    const path = file.path.startsWith(`${code.root}/`) ? file.path.slice(code.root.length + 1) : file.path
    const isOutside = isAbsolute(path)
    const source = isOutside ? path : join(code.root, path)
    const target = isOutside ? (layout.beside(path) ?? join(outside, 'far', path)) : inside(layout.root, path)
    if (file.kind !== 'FILE') {
      // A link may lead to what is placed only later.
      if (!isOutside) links.push(() => makeOther(file, { target, layout, outside, codeRoot: code.root, placed }))
      continue
    }
    const time = timeOf(file)
    const hold = async (): Promise<void> => {
      if (isOutside) return
      await assertReal(layout.root, target)
      await holdPlace(target, file.size ?? 0)
      placeholders.push(file.path)
      times.push(...time(target))
    }
    if (file.sha256 === undefined && file.is_listed === true) {
      await hold()
      continue
    }
    if (file.sha256 === undefined) {
      unverified.push(`the input ${file.path} has no digest: ${file.not_kept ?? 'it could not be read'}`)
      continue
    }
    if ((await digestFile(isOutside ? source : target)) === file.sha256) {
      // It is used where it is; a relative path leads there by a link.
      if (isOutside && (layout.beside(path) !== undefined || isLinked(path))) await linkTo(source, target)
      // Nothing outside of the folder is touched, whatever links the code has.
      const isReal =
        !isOutside &&
        (await assertReal(layout.root, target).then(
          () => true,
          () => false,
        ))
      if (isReal) times.push(...time(target))
      continue
    }
    if (!isOutside) await assertReal(layout.root, target)
    await mkdir(dirname(target), { recursive: true })
    const wanted = { path, original: source, sha256: file.sha256, size: file.size, kept: file.kept }
    const obtained = await obtainFile(wanted, target, list.sources)
    if (!obtained.isFound && file.is_listed === true) {
      await hold()
      continue
    }
    if (!obtained.isFound) {
      missing.push(describeLack(file, source, { obtained, list }))
      continue
    }
    if (file.executable === true) await chmod(target, 0o755)
    times.push(...time(target))
    // What lies on this machine anyway is not kept a second time.
    if (obtained.source.reach !== 'machine') await context.cache?.add(target, file.sha256)
    // Where the run has a copy of its own, it says nothing that the cache had one, too.
    if (file.kept === undefined || obtained.source.name !== CACHE) log.add(file.path, obtained)
    if (isOutside) placed.push({ original: path, copy: target, isBeside: layout.beside(path) !== undefined, isLinked: isLinked(path) })
  }
  if (missing.length > 0) throw describeMissing(missing, original)
  for (const make of links) await make()
  await restoreTimes(times)
  return { placed, unverified, placeholders, sources: log.lines() }
}

function timeOf({ modified_at: modified, modified_ns: text }: RecordedFile): (path: string) => FileTime[] {
  const nanoseconds = text !== undefined && /^\d{1,19}$/.test(text) ? BigInt(text) : undefined
  return (path) => (modified === undefined ? [] : [{ path, modified, nanoseconds }])
}

/** A file that takes no room on most disks; one that is there stays. */
async function holdPlace(target: string, size: number): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  const file = await open(target, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await file?.truncate(size)
  await file?.close()
}

/** Inputs that a message names. */
const NAMED = 20
/** A record may name a million files. */
const MOST_CAUSES = 1_000

/** The program itself is an input, too, where it lies outside of the system. */
function describeMissing(missing: readonly Cause[], { record }: RecordedRun): Obstacle {
  const { argv, absolute_folder: folder } = record.command
  const program = resolve(folder, argv[0] ?? '')
  const isProgram = missing.some(({ subject }) => resolve(record.code.root, subject) === program)
  const rest = missing.length - NAMED
  const names =
    missing
      .slice(0, NAMED)
      .map(({ subject }) => subject)
      .join(', ') + (rest > 0 ? ` and ${rest} more` : '')
  if (isProgram) return new Obstacle('missing program', `The program can not be restored: ${names}.`, missing.slice(0, MOST_CAUSES))
  return new Obstacle(
    'missing data',
    `${missing.length === 1 ? 'An input' : `${missing.length} inputs`} can not be restored: ${names}.`,
    missing.slice(0, MOST_CAUSES),
  )
}

interface Search {
  readonly obtained: Extract<Obtained, { isFound: false }>
  readonly list: SourceList
}

/** Names every place that was looked at: `data` where there are other bytes at the old place, `missing` where there are none. */
function describeLack({ path, kept, not_kept: why }: RecordedFile, source: string, { obtained, list }: Search): Cause {
  const { isChanged, tried } = obtained
  const copy = kept === undefined ? `no copy was kept${why === undefined ? '' : ` (${why})`}` : 'the copy that was kept is damaged or gone'
  const own = tried.find((line) => line.startsWith(`${source} `))
  const here = isChanged
    ? `${source} has changed: ${own?.slice(source.length + 1) ?? 'it has other bytes'}`
    : `${source} is no longer there`
  const others = tried.filter((line) => line !== own && (kept === undefined || !line.includes(kept)))
  const asked = list.sources.map(({ name }) => name).filter((name) => !isObvious(name))
  const rest = [
    ...(asked.length === 0 ? [] : [`looked for in ${asked.join(', ')}`]),
    ...others.slice(0, 5),
    ...(list.notAsked.length === 0 ? [] : [`not asked: ${list.notAsked.join(', ')}`]),
  ]
  return lacking(path, [here, copy, ...rest].join('; '), isChanged ? 'data' : 'missing')
}

/** What is said anyway. */
function isObvious(name: string): boolean {
  return name === originalPlace.name || name.startsWith('the copies')
}

interface OtherPlace {
  readonly target: string
  readonly layout: Layout
  readonly outside: string
  /** Root of the original's code. */
  readonly codeRoot: string
  readonly placed: readonly PlacedInput[]
}

async function makeOther({ kind, target: linked }: RecordedFile, { target, ...places }: OtherPlace): Promise<void> {
  const isThere = await lstat(target).then(
    () => true,
    () => false,
  )
  if (isThere) return
  await assertReal(places.layout.root, target)
  await mkdir(kind === 'FOLDER' ? target : dirname(target), { recursive: true })
  if (kind === 'LINK' && linked !== undefined) await symlink(leadTo(linked, places), target)
}

/** An absolute link leads to what was restored of where it led; the old place may have something else. */
function leadTo(linked: string, { layout, outside, codeRoot, placed }: Omit<OtherPlace, 'target'>): string {
  if (!isAbsolute(linked)) return linked
  if (linked === codeRoot || linked.startsWith(codeRoot + sep)) return join(layout.root, linked.slice(codeRoot.length))
  const isRestored = placed.some(({ original }) => original === linked || original.startsWith(linked + sep))
  return isRestored ? (layout.beside(linked) ?? join(outside, 'far', linked)) : linked
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
