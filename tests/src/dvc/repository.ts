import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { lstat, mkdir, readdir, readFile, readlink, realpath, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Files } from './case.ts'
import { constant } from './tool.ts'

const exec = promisify(execFile)

/** A repository of git beside a folder for a remote, and what stands for their paths in recordings. */
export interface Repository {
  /** Parent of both. */
  readonly root: string
  readonly folder: string
  readonly remote: string
}

export async function makeRepository(parent: string, name: string): Promise<Repository> {
  const root = join(await realpath(parent), name)
  const repository = { root, folder: join(root, 'repo'), remote: join(root, 'remote') }
  await mkdir(repository.folder, { recursive: true })
  await git(repository.folder, 'init', '--quiet', '--initial-branch', 'main')
  return repository
}

/** Answers what git printed. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await exec('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-C', folder, ...args], {
    env: { ...process.env, ...constant },
  })
  return stdout
}

export async function commitAll(folder: string): Promise<void> {
  await git(folder, 'add', '--all')
  await git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'as it is')
}

/** Puts the paths of this repository in the place of what stands for them. */
export function fillIn({ root, folder, remote }: Repository, text: string): string {
  return text.replaceAll('<REPO>', folder).replaceAll('<REMOTE>', remote).replaceAll('<ROOT>', root)
}

/** The reverse of {@link fillIn}. */
export function leaveOut({ root, folder, remote }: Repository, text: string): string {
  return text.replaceAll(folder, '<REPO>').replaceAll(remote, '<REMOTE>').replaceAll(root, '<ROOT>')
}

export interface Snapshot {
  readonly meta: Files
  readonly work: Files
  readonly cache: Files
  readonly remote: Files
}

/** Everything a command may change, in the form of {@link import('./case.ts').Delta}. */
export async function takeSnapshot(repository: Repository): Promise<Snapshot> {
  const { folder, remote } = repository
  const [meta, work]: [Record<string, string>, Record<string, string>] = [{}, {}]
  for (const path of await listFiles(folder)) {
    if (path.startsWith('.git/') || path.startsWith('.dvc/cache/') || path.startsWith('.dvc/tmp/')) continue
    if (isMeta(path)) meta[path] = leaveOut(repository, await readFile(join(folder, path), 'utf8'))
    else work[path] = leaveOut(repository, await describeFile(join(folder, path)))
  }
  return { meta, work, cache: await describeStore(join(folder, '.dvc', 'cache')), remote: await describeStore(remote) }
}

/** What is in `after` and not, or not so, in `before`; null for what is gone. */
export function subtract(after: Files, before: Files): Files {
  const changed = Object.entries(after).filter(([path, content]) => before[path] !== content)
  const gone = Object.keys(before).filter((path) => !(path in after))
  return Object.fromEntries([...changed, ...gone.map((path) => [path, null] as const)])
}

function isMeta(path: string): boolean {
  const name = basename(path)
  return name.endsWith('.dvc') || ['dvc.yaml', 'dvc.lock', '.gitignore', '.dvcignore'].includes(name) || path.startsWith('.dvc/config')
}

async function describeFile(path: string): Promise<string> {
  const found = await lstat(path)
  if (found.isSymbolicLink()) return `link:${await readlink(path)}`
  const digest = createHash('md5')
    .update(await readFile(path))
    .digest('hex')
    .slice(0, 8)
  return `${digest}${(found.mode & 0o100) === 0 ? '' : 'x'}${(found.mode & 0o200) === 0 ? 'r' : ''}`
}

async function describeStore(folder: string): Promise<Files> {
  const files: Record<string, string> = {}
  for (const path of await listFiles(folder)) {
    // Programs that probe for reflinks leave files of random names.
    if (path.endsWith('.tmp')) continue
    const full = join(folder, path)
    const isText = path.endsWith('.dir') || path.startsWith('runs/')
    files[path] = isText ? await readFile(full, 'utf8') : ((await lstat(full)).mode & 0o777).toString(8)
  }
  return files
}

async function listFiles(folder: string, prefix = ''): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch(() => [])
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`
      return entry.isDirectory() ? listFiles(folder, path) : [path]
    }),
  )
  return found.flat()
}

export async function writeInto(folder: string, path: string, content: string | Uint8Array): Promise<void> {
  const full = join(folder, path)
  await mkdir(dirname(full), { recursive: true })
  await writeFile(full, content)
}
