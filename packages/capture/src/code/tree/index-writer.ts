import { type GitAnswer, runGit } from '../git/run-git.ts'
import type { ShadowPlace } from '../git/create-shadow.ts'
import { type IndexEntry, REPOSITORY_MODE } from './list-entries.ts'
import type { RawPath } from './paths.ts'
import type { Inner } from './take-tree.ts'

/** A line to be put into the index; without an object, one to be taken out. */
export interface PutEntry {
  readonly path: RawPath
  readonly mode: string
  readonly object?: string
}

/** Changes the shadow's index step by step. */
export interface IndexWriter {
  /** What could not be read, in the words of git. */
  readonly problems: ReadonlySet<string>
  /** Keeps git from looking at these files. */
  assume(entries: readonly IndexEntry[]): Promise<void>
  /** Takes lines without what git knows of their files, so that those are read again. */
  put(entries: readonly PutEntry[]): Promise<void>
  /** Takes what changed in tracked files. */
  update(): Promise<void>
  /** Takes untracked files. */
  add(paths: readonly RawPath[]): Promise<void>
  /** Writes the tree and gives its object id. */
  write(): Promise<string>
}

/**
 * New objects go into one pack, as git does it with large files: a file for each takes seven times as long, and the command waits. Not where most
 * objects are there already, as in `add -u` of files that were only touched.
 */
const intoOnePack = ['-c', 'core.bigFileThreshold=1', '-c', 'pack.compression=1']
const WRONG_USAGE = 129

/**
 * Git starts a process of its own in every submodule that it looks at, with the configuration found there. So submodules are in the
 * index only while a tree is written.
 */
export function createIndexWriter(
  place: ShadowPlace,
  { entries, inner }: { readonly entries: readonly IndexEntry[]; readonly inner: readonly Inner[] },
): IndexWriter {
  const problems = new Set<string>()
  const tracked = entries.filter(({ mode }) => mode === REPOSITORY_MODE).map(({ path, mode }) => ({ path, mode }))
  const present = inner.flatMap(({ path, commit }) => (commit === undefined ? [] : [{ path, mode: REPOSITORY_MODE, object: commit }]))
  return {
    problems,
    assume: (given) => run(place, ['update-index', '--assume-unchanged', '-z', '--stdin'], toStdin(given.map(({ path }) => path))),
    put: (given) => put(place, given),
    update: async () => {
      await put(place, [...tracked, ...present.map(({ path, mode }) => ({ path, mode }))])
      collect(problems, await runGit(place, ['add', '-u', '--ignore-errors', '--', '.']))
    },
    add: (paths) => addUntracked(place, paths, problems),
    write: async () => {
      await put(place, present)
      return writeTree(place)
    },
  }
}

async function put(place: ShadowPlace, entries: readonly PutEntry[]): Promise<void> {
  const zeros = '0'.repeat(place.idLength)
  const lines = entries.map(({ path, mode, object }) => (object === undefined ? `0 ${zeros} 0\t${path}` : `${mode} ${object} 0\t${path}`))
  await run(place, ['update-index', '-z', '--index-info'], toStdin(lines))
}

async function run(place: ShadowPlace, args: readonly string[], stdin: Buffer): Promise<void> {
  if (stdin.length === 0) return
  const { code, stderr } = await runGit(place, args, { stdin })
  if (code !== 0) throw new Error(stderr)
}

async function addUntracked(place: ShadowPlace, paths: readonly RawPath[], problems: Set<string>): Promise<void> {
  if (paths.length === 0) return
  const stdin = toStdin(paths)
  const args = [...intoOnePack, 'add', '-f', '--ignore-errors', '--pathspec-from-file=-', '--pathspec-file-nul']
  const added = await runGit(place, args, { stdin })
  // Before 2.25 there is no such option.
  if (added.code === WRONG_USAGE) await run(place, ['update-index', '--add', '--remove', '-z', '--stdin'], stdin)
  else collect(problems, added)
}

async function writeTree(place: ShadowPlace): Promise<string> {
  const { code, stdout, stderr, trouble } = await runGit(place, ['write-tree', '--missing-ok'])
  if (code !== 0) throw new Error(trouble === 'timeout' ? 'git did not answer in time' : stderr)
  return stdout.toString().trim()
}

/** The tree of the index as it is; nothing where it has conflicts. */
export async function tryWriteTree(place: ShadowPlace): Promise<string | undefined> {
  const { code, stdout } = await runGit(place, ['write-tree', '--missing-ok'])
  return code === 0 ? stdout.toString().trim() : undefined
}

function toStdin(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\0`).join(''), 'latin1')
}

function collect(problems: Set<string>, { code, stderr, trouble }: GitAnswer): void {
  if (code === 0) return
  const lines = stderr.split('\n').filter((line) => line.startsWith('error: '))
  for (const line of lines.length > 0 ? lines : [trouble ?? stderr]) problems.add(line.replace(/^error: /, ''))
}
