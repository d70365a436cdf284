import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type GitAnswer, type GitPlace, runGit, splitNul, toGitVariables, type Variables } from './run-git.ts'

/** A repository of the user with a work tree. It is only read. */
export interface Repository {
  /** For git, in the work tree. */
  readonly place: GitPlace
  /** The work tree. */
  readonly root: string
  readonly gitFolder: string
  /** Where objects and references are: another folder than `gitFolder` in an added work tree. */
  readonly commonFolder: string
  readonly objectFormat: 'sha1' | 'sha256'
  /** What is checked out, and its tree; none in a repository without commits. */
  readonly head?: { readonly commit: string; readonly tree: string }
  /** Absent where HEAD is detached. */
  readonly branch?: string
  /** The configuration that is in force; the last value counts. Names in lower case but for their middle part. */
  readonly config: ReadonlyMap<string, string>
}

/** A repository, or why there is none. */
export type FoundRepository =
  | { readonly repository: Repository }
  | { readonly repository?: undefined; readonly status: 'ABSENT' | 'FAILED'; readonly why: string }

/** Finds the repository around a folder. Runs nothing that its configuration names. Never rejects. */
export async function findRepository(folder: string, env: Variables): Promise<FoundRepository> {
  const place = { folder, env: toGitVariables(env) }
  const [about, settings] = await Promise.all([
    runGit(place, ['rev-parse', '--absolute-git-dir', '--show-toplevel', 'HEAD^{commit}', 'HEAD^{tree}', '--symbolic-full-name', 'HEAD']),
    runGit(place, ['config', '--list', '-z']),
  ])
  const { gitFolder, root, commit, tree, branch } = readWhole(about) ?? (await askSeparately(place)) ?? {}
  if (gitFolder === undefined || root === undefined) return { ...explain(about, folder) }
  const config = new Map(splitNul(settings.stdout).map(toSetting))
  return {
    repository: {
      place: { folder: root, env: place.env },
      root,
      gitFolder,
      commonFolder: await readCommonFolder(gitFolder),
      objectFormat: config.get('extensions.objectformat') === 'sha256' ? 'sha256' : 'sha1',
      config,
      ...(commit !== undefined && tree !== undefined ? { head: { commit, tree } } : {}),
      ...(branch === undefined || branch === '' ? {} : { branch }),
    },
  }
}

interface Head {
  readonly gitFolder: string
  readonly root: string
  readonly commit?: string | undefined
  readonly tree?: string | undefined
  readonly branch?: string | undefined
}

/** All that one question answers; undefined where it is no repository, there is no commit, or a path has a newline in it. */
function readWhole({ code, stdout }: GitAnswer): Head | undefined {
  const lines = stdout.toString().replace(/\n$/, '').split('\n')
  const [gitFolder = '', root = '', commit, tree, name = ''] = lines
  if (code !== 0 || lines.length !== 5) return undefined
  return { gitFolder, root, commit, tree, branch: /^refs\/heads\/(.+)$/.exec(name)?.[1] }
}

async function askSeparately(place: GitPlace): Promise<Head | undefined> {
  const ask = async (...args: string[]): Promise<string | undefined> => {
    const { code, stdout } = await runGit(place, args)
    return code === 0 ? stdout.toString().replace(/\n$/, '') : undefined
  }
  const gitFolder = await ask('rev-parse', '--absolute-git-dir')
  const root = gitFolder === undefined ? undefined : await ask('rev-parse', '--show-toplevel')
  if (gitFolder === undefined || root === undefined) return undefined
  const [commit, tree] = (await ask('rev-parse', 'HEAD^{commit}', 'HEAD^{tree}'))?.split('\n') ?? []
  return { gitFolder, root, commit, tree, branch: await ask('symbolic-ref', '-q', '--short', 'HEAD') }
}

async function readCommonFolder(gitFolder: string): Promise<string> {
  const file = join(gitFolder, 'commondir')
  return existsSync(file) ? resolve(gitFolder, (await readFile(file, 'utf8')).replace(/\n$/, '')) : gitFolder
}

function toSetting(entry: string): readonly [string, string] {
  const end = entry.indexOf('\n')
  const decoded = (text: string): string => Buffer.from(text, 'latin1').toString()
  return end < 0 ? [decoded(entry), 'true'] : [decoded(entry.slice(0, end)), decoded(entry.slice(end + 1))]
}

function explain({ trouble, stderr }: GitAnswer, folder: string): { status: 'ABSENT' | 'FAILED'; why: string } {
  if (trouble === 'missing') {
    return existsSync(folder)
      ? { status: 'ABSENT', why: 'git was not found on PATH: install it, or code is known only by the files that the run read.' }
      : { status: 'FAILED', why: `There is no folder ${folder}.` }
  }
  if (trouble === 'timeout') return { status: 'FAILED', why: 'git did not answer in time.' }
  const dubious = /dubious ownership in repository at '(.*)'/.exec(stderr)
  if (dubious !== null) {
    const [, owned = folder] = dubious
    return {
      status: 'FAILED',
      why: `git does not trust ${owned}, which belongs to another user. Allow it with: git config --global --add safe.directory ${owned}`,
    }
  }
  if (/not a git repository/.test(stderr)) return { status: 'ABSENT', why: 'This is not a git repository.' }
  if (/must be run in a work tree/.test(stderr)) return { status: 'ABSENT', why: 'A bare repository has no work tree.' }
  return { status: 'FAILED', why: `git could not read the repository: ${stderr.split('\n').at(-1) ?? ''}` }
}
