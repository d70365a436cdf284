import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { runGit, toGitVariables, type Variables } from '@reprise/capture/git'
import { RepriseError } from '@reprise/protocol/errors'
import { type Cache, openCache } from '../cache/index.ts'
import { checkConfig, mergeConfigs, parseConfig, resolvePaths, type Settings } from '../config/index.ts'
import { StageFiles, type StageOut } from '../graph/index.ts'
import { toFileError } from '../paths/index.ts'
import { openRemote, type RemoteOptions, type RemoteStore } from '../remotes/index.ts'
import { openWorkTree, RevisionReader, type SourceTree } from '../revisions/index.ts'
import type { Workers } from '../threads/index.ts'

/** A repository, of git or DVC or both, that data are taken from. Nothing in it is changed. */
export interface SourceRepository extends AsyncDisposable {
  readonly tree: SourceTree
  readonly files: StageFiles
  /** The commit that is read; undefined for the work tree of one without git. */
  readonly commit: string | undefined
  /** The folder of it, where the work tree is read and not a commit. */
  readonly workTree: string | undefined
  /** The recorded output at a path or above it. */
  covering(path: string): Promise<StageOut | undefined>
  /** Its cache, where it is on this machine. */
  readonly cache: Cache | undefined
  /** The remote that holds its data; undefined where it names none. Dispose of it. */
  openRemote(name: string | undefined): Promise<RemoteStore | undefined>
}

export interface SourceOptions {
  readonly env: Variables
  /** The folder that relative paths count from. */
  readonly cwd: string
  readonly revision?: string | undefined
  /** Folder for clones, which are kept and brought up to date. */
  readonly clones: string
  readonly workers: Workers
  readonly remote?: RemoteOptions | undefined
  /** The remote of the repository that is asked where an output names none; default: its own choice. */
  readonly remoteName?: string | undefined
  /** Reads commits, never what is not committed. */
  readonly isCommitted?: boolean | undefined
}

/** Opens a folder of this machine, or clones a URL. Throws RESOURCE_DOES_NOT_EXIST for what is no repository, or has no such revision. */
export async function openSource(url: string, options: SourceOptions): Promise<SourceRepository> {
  const local = resolve(options.cwd, url.replace(/^file:\/\//, ''))
  const isLocal = statSync(local, { throwIfNoEntry: false })?.isDirectory() === true
  const root = isLocal ? realpathSync(local) : await clone(url, options)
  const isGit = (await runGit({ folder: root, env: toGitVariables(options.env) }, ['rev-parse', '--git-dir'])).code === 0
  if (!isGit && (options.revision !== undefined || !existsSync(join(root, '.dvc'))))
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `'${url}' is not a Git repository, or no such folder.`)
  const readsWorkTree = isLocal && options.revision === undefined && (options.isCommitted !== true || !isGit)
  const reader = new RevisionReader(root, options.env)
  try {
    const commit = isGit ? await resolveRevision(reader, options.revision, readsWorkTree) : undefined
    const tree = readsWorkTree || commit === undefined ? openWorkTree(root) : await reader.open(commit)
    if (tree === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `'${url}' has no files at ${options.revision ?? 'HEAD'}.`)
    return toSource({ root, tree, commit, reader, isLocal, readsWorkTree }, options)
  } catch (error) {
    reader[Symbol.dispose]()
    throw error
  }
}

/** A work tree may be one of which nothing is committed. */
async function resolveRevision(reader: RevisionReader, revision: string | undefined, readsWorkTree: boolean): Promise<string | undefined> {
  if (readsWorkTree && !(await reader.hasCommits())) return undefined
  return reader.resolve(revision ?? 'HEAD')
}

interface Opened {
  readonly root: string
  readonly tree: SourceTree
  readonly commit: string | undefined
  readonly reader: RevisionReader
  readonly isLocal: boolean
  readonly readsWorkTree: boolean
}

function toSource({ root, tree, commit, reader, isLocal, readsWorkTree }: Opened, options: SourceOptions): SourceRepository {
  const files = new StageFiles({ root, tree })
  const { core, cacheFolder, remotes } = readConfigOf({ root, tree, isLocal })
  return {
    tree,
    files,
    commit,
    workTree: readsWorkTree ? root : undefined,
    covering: async (path) => {
      const outs = (await files.all()).flatMap((stage) => stage.outs)
      return outs.find(({ at, place }) => place === 'project' && (at === path || path.startsWith(`${at}/`)))
    },
    cache: isLocal ? openCache(cacheFolder ?? join(root, '.dvc', 'cache'), { workers: options.workers }) : undefined,
    openRemote: async (name) => {
      const chosen = name ?? options.remoteName?.toLowerCase() ?? core
      return chosen === undefined ? undefined : openRemote(chosen, remotes, options.remote)
    },
    [Symbol.asyncDispose]: async () => reader[Symbol.dispose](),
  }
}

interface SourceConfig {
  readonly core: string | undefined
  readonly cacheFolder: string | undefined
  readonly remotes: ReadonlyMap<string, Settings>
}

/** Of a clone only what is committed; of a folder of this machine its own options, too. */
function readConfigOf({ root, tree, isLocal }: Pick<Opened, 'root' | 'tree' | 'isLocal'>): SourceConfig {
  const texts = [tree.read('.dvc/config'), ...(isLocal ? [openWorkTree(root).read('.dvc/config.local')] : [])]
  const config = checkConfig(mergeConfigs(texts.map((text) => resolvePaths(parseConfig(text?.toString() ?? ''), join(root, '.dvc')))))
  const text = (section: string, option: string): string | undefined => {
    const value = config.sections.get(section)?.get(option)
    return typeof value === 'string' ? value : undefined
  }
  return { core: text('core', 'remote'), cacheFolder: text('cache', 'dir'), remotes: config.remotes }
}

/** A bare clone by the digest of its URL; one that is there is brought up to date, where that can be. */
async function clone(url: string, { clones, env }: SourceOptions): Promise<string> {
  if (url.startsWith('-')) throw new RepriseError('INVALID_PARAMETER_VALUE', `'${url}' is no URL of a repository.`)
  const folder = join(clones, createHash('sha256').update(url).digest('hex').slice(0, 32))
  const variables = { ...toGitVariables(env), GIT_TERMINAL_PROMPT: '0' }
  if (existsSync(folder)) {
    const { code, stderr } = await runGit({ folder, env: variables }, [
      'fetch',
      '--quiet',
      '--prune',
      '--tags',
      'origin',
      '+refs/heads/*:refs/heads/*',
    ])
    if (code !== 0) throw cloneFailed(url, stderr)
    return folder
  }
  const unfinished = `${folder}.${process.pid}`
  try {
    mkdirSync(dirname(folder), { recursive: true })
  } catch (error) {
    throw toFileError(error, clones)
  }
  try {
    const { code, stderr } = await runGit({ folder: dirname(folder), env: variables }, [
      'clone',
      '--quiet',
      '--bare',
      '--',
      url,
      unfinished,
    ])
    if (code !== 0) throw cloneFailed(url, stderr)
    renameSync(unfinished, folder)
    return folder
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

function cloneFailed(url: string, stderr: string): RepriseError {
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', `Failed to clone repo '${url}': ${stderr.trim()}`)
}
