import { accessSync, constants, lstatSync, readdirSync } from 'node:fs'
import type { ShadowPlace } from '../git/create-shadow.ts'
import type { Repository } from '../git/find-repository.ts'
import { runGit, splitNul } from '../git/run-git.ts'
import { isSecretFile } from '../../secrets/index.ts'
import type { CodeLimits } from '../limits.ts'
import { findConverted } from './find-converted.ts'
import { divideUntracked, type LeftOut, look } from './left-out.ts'
import { createIndexWriter, type IndexWriter, type PutEntry, tryWriteTree } from './index-writer.ts'
import { type IndexEntry, listWorkTree, REPOSITORY_MODE } from './list-entries.ts'
import { type RawPath, toFile } from './paths.ts'

/** A repository inside the work tree, and what the commit of the outer one names in its place. */
export interface Inner {
  readonly path: RawPath
  /** Whether it is a submodule; else it lies there by chance. */
  readonly isTracked: boolean
  /** What is checked out there; nothing in a repository without commits. */
  readonly commit?: string
}

export interface Taken {
  /** The object id of the tree. */
  readonly tree: string
  readonly isChanged: boolean
  readonly leftOut: readonly LeftOut[]
  readonly inner: readonly Inner[]
  /** What could not be read, in the words of git. */
  readonly problems: readonly string[]
}

interface Request {
  readonly repository: Repository
  /** Git in the shadow. */
  readonly place: ShadowPlace
  readonly limits: CodeLimits
  /** What is checked out in an inner repository. */
  readonly readInner: (path: RawPath) => Promise<string | undefined>
}

/** Writes the tree of what is in the work tree, into the shadow. Throws where git fails altogether. */
export async function takeTree(request: Request): Promise<Taken> {
  const { repository, place, limits } = request
  const { root } = repository
  // The index may already be the tree: then this is known as soon as git has looked at the files.
  const [{ entries, others, isTouched }, asStaged] = await Promise.all([listWorkTree(place), tryWriteTree(place)])
  const inner = await findInner(root, { entries, others }, request.readInner)
  const converted = await findConverted(repository, { entries, others })
  // What goes wrong there is told where it is awaited.
  converted.entries.catch(() => undefined)
  const { small, leftOut } = divideUntracked(
    root,
    others.filter((path) => !path.endsWith('/')),
    limits,
  )
  const { readable, unreadable } = splitReadable(root, small)
  const aside = await setAside(request, entries, converted.filtered)
  const index = createIndexWriter(place, { entries, inner })
  const isAsStaged = !isTouched && inner.length === 0 && readable.length === 0 && aside.large.length + aside.secret.length === 0
  // As git sees it, converted files are what they were committed as: only that says whether something is uncommitted.
  const asCommitted = isAsStaged && asStaged !== undefined ? asStaged : await writeChanged(index, [aside, readable])
  const isChanged = asCommitted !== repository.head?.tree || leftOut.length + unreadable.length > 0
  const again = [...(await converted.entries), ...entries.filter(isHidden)].filter(
    (entry) => !aside.secret.includes(entry) && !aside.large.includes(entry),
  )
  if (again.length > 0) {
    await index.put(again)
    await index.update()
  }
  await index.put(aside.replaced)
  return {
    tree: again.length + aside.replaced.length > 0 ? await index.write() : asCommitted,
    isChanged,
    inner,
    leftOut: [...leftOut, ...unreadable, ...recordAside(root, aside)],
    problems: [...index.problems],
  }
}

/** Takes what is other than in the index, and the tree of that. */
async function writeChanged(index: IndexWriter, [{ large, secret }, untracked]: readonly [Aside, readonly RawPath[]]): Promise<string> {
  await index.assume([...large, ...secret])
  await index.update()
  await index.add(untracked)
  return index.write()
}

/** Tracked files that do not go into the tree as they are. */
interface Aside {
  readonly large: readonly IndexEntry[]
  readonly secret: readonly IndexEntry[]
  /** What the commit has in place of the secret ones. */
  readonly committed: ReadonlyMap<RawPath, string>
  /** What the tree has in their place: the committed file, or none. */
  readonly replaced: readonly PutEntry[]
}

async function setAside({ repository, limits }: Request, entries: readonly IndexEntry[], filtered: readonly IndexEntry[]): Promise<Aside> {
  const large = filtered.filter(({ path }) => (look(repository.root, path)?.size ?? 0) > limits.untrackedFile)
  const secret = entries.filter(({ path, mode }) => mode !== REPOSITORY_MODE && isSecretFile(path))
  const committed = await readCommitted(repository, secret)
  const restored = secret.filter(({ path, object }) => committed.get(path) !== object)
  const replaced = [
    ...large.map(({ path, mode }) => ({ path, mode })),
    ...restored.map(({ path, mode }) => ({ path, mode, ...objectOf(committed, path) })),
  ]
  return { large, secret, committed, replaced }
}

function objectOf(objects: ReadonlyMap<RawPath, string>, path: RawPath): { object?: string } {
  const object = objects.get(path)
  return object === undefined ? {} : { object }
}

function recordAside(root: string, { large, secret, committed }: Aside): LeftOut[] {
  const record = (why: LeftOut['why'], path: RawPath, known: Pick<LeftOut, 'committed' | 'pointer'>): LeftOut[] => {
    const file = look(root, path)
    return file === undefined ? [] : [{ ...file, why, ...known }]
  }
  return [
    ...large.flatMap(({ path, object }) => record('large', path, { pointer: object })),
    ...secret.flatMap(({ path }) => {
      const committedAs = committed.get(path)
      return record('secret', path, committedAs === undefined ? {} : { committed: committedAs })
    }),
  ]
}

function isHidden({ isAssumed, isSkipped }: IndexEntry): boolean {
  return isAssumed || isSkipped
}

async function findInner(
  root: string,
  { entries, others }: { entries: readonly IndexEntry[]; others: readonly RawPath[] },
  read: Request['readInner'],
): Promise<Inner[]> {
  const tracked = entries.filter(({ mode }) => mode === REPOSITORY_MODE).filter(({ path }) => isFolder(toFile(root, path)))
  const found = [
    ...tracked.map(({ path, object }) => ({ path, isTracked: true, object })),
    ...others.filter((path) => path.endsWith('/')).map((path) => ({ path: path.slice(0, -1), isTracked: false, object: undefined })),
  ]
  return Promise.all(
    found.map(async ({ path, isTracked, object }) => {
      // A submodule that was never fetched is an empty folder.
      const isThere = !isTracked || readdirSync(toFile(root, path)).length > 0
      const commit = (isThere ? await read(path) : undefined) ?? object
      return { path, isTracked, ...(commit === undefined ? {} : { commit }) }
    }),
  )
}

async function readCommitted(repository: Repository, entries: readonly IndexEntry[]): Promise<Map<RawPath, string>> {
  if (entries.length === 0 || repository.head === undefined) return new Map()
  const wanted = new Set(entries.map(({ path }) => path))
  const { stdout } = await runGit(repository.place, ['ls-tree', '-r', '-z', '--full-tree', repository.head.tree])
  const lines = splitNul(stdout).map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, line.indexOf('\t'))] as const)
  return new Map(lines.filter(([path]) => wanted.has(path)).map(([path, about]) => [path, about.split(' ')[2] ?? '']))
}

/** One file that can not be read would keep git from taking the others. */
function splitReadable(root: string, paths: readonly RawPath[]): { readable: RawPath[]; unreadable: LeftOut[] } {
  const readable: RawPath[] = []
  const unreadable: LeftOut[] = []
  for (const path of paths) {
    const file = look(root, path)
    if (canRead(toFile(root, path))) readable.push(path)
    else if (file !== undefined) unreadable.push({ ...file, why: 'unreadable' })
  }
  return { readable, unreadable }
}

function isFolder(file: Buffer): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === true
}

function canRead(file: Buffer): boolean {
  try {
    if (!lstatSync(file).isSymbolicLink()) accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}
