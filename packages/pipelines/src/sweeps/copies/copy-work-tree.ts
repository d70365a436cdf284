import { constants, copyFileSync, existsSync, lstatSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { runGit, splitNul, toGitVariables } from '@reprise/capture/git'
import { RepriseError } from '@reprise/protocol/errors'
import { mergeConfigs, printConfig, resolvePaths, setOption } from '../../config/index.ts'
import { decodeName, replaceFile, toFileError, toFsPath } from '../../paths/index.ts'
import { readConfigFile, type Repository } from '../../repository/index.ts'
import { listFiles } from './list-files.ts'

/**
 * Makes a work tree of its own with everything of this one that belongs into git: what is committed, what is changed since, and new files that git does not ignore. Data
 * that DVC tracks are not in it: they come from the cache, which both share. Answers the project's folder in it.
 */
export async function copyWorkTree(repository: Repository, target: string): Promise<string> {
  const { root, env, layout, signal } = repository
  const git = await repository.git()
  const top = git?.root ?? root
  const project = join(target, relative(top, root))
  if (git !== undefined) await cloneWithoutFiles({ top, target, env })
  const names = git === undefined ? await listFiles(repository) : await listOfGit(top, env)
  for (const name of names) {
    signal.throwIfAborted()
    copyEntry(join(top, name), join(target, name))
  }
  mkdirSync(join(project, '.dvc', 'tmp'), { recursive: true })
  const config = mergeConfigs([layout.config, layout.localConfig].map((path) => resolvePaths(readConfigFile(path), dirname(path))))
  setOption(config, { kind: undefined, section: 'cache', option: 'dir' }, repository.workspace.cache.folder)
  // There may be secrets of remotes in it.
  const local = join(project, '.dvc', 'config.local')
  writeFileSync(local, printConfig(config), { mode: 0o600 })
  if (!existsSync(join(project, '.dvc', 'config'))) replaceFile(join(project, '.dvc', 'config'), '')
  return project
}

interface Clone {
  readonly top: string
  readonly target: string
  readonly env: Repository['env']
}

/** A repository at the same commit, that borrows the objects of the first and has its remote. */
async function cloneWithoutFiles({ top, target, env }: Clone): Promise<void> {
  const variables = toGitVariables(env)
  const run = async (folder: string, ...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runGit({ folder, env: variables }, args)
    if (code !== 0) throw new RepriseError('INTERNAL_ERROR', `git ${args[0] ?? ''} failed: ${stderr}`)
    return stdout.toString().trim()
  }
  const ask = (folder: string, ...args: readonly string[]): Promise<string> => run(folder, ...args).catch(() => '')
  await run(top, 'clone', '--quiet', '--shared', '--no-checkout', '--no-tags', top, target)
  const origin = await ask(top, 'remote', 'get-url', 'origin')
  await (origin === '' ? run(target, 'remote', 'remove', 'origin') : run(target, 'remote', 'set-url', 'origin', origin))
  const commit = await ask(top, 'rev-parse', '--verify', '--quiet', 'HEAD')
  // Without a commit there is nothing to compare with.
  if (commit === '') return
  await run(target, 'update-ref', '--no-deref', 'HEAD', commit)
  await run(target, 'reset', '--quiet', '--mixed')
}

async function listOfGit(top: string, env: Repository['env']): Promise<string[]> {
  const variables = toGitVariables(env)
  const list = async (...args: readonly string[]): Promise<string[]> => {
    const { code, stdout, stderr } = await runGit({ folder: top, env: variables }, ['ls-files', '-z', ...args])
    if (code !== 0) throw new RepriseError('INTERNAL_ERROR', `git ls-files failed: ${stderr}`)
    return splitNul(stdout).map(decodeName)
  }
  // A repository inside of this one is listed as a folder: it is none of its files.
  const others = (await list('--others', '--exclude-standard')).filter((name) => !name.endsWith('/'))
  return [...new Set([...(await list('--cached', '--recurse-submodules')), ...others])]
}

/** Files as copies of their own, without taking room where the file system can do that; links as they are. What went meanwhile is left out. */
function copyEntry(from: string, to: string): void {
  try {
    const stats = lstatSync(toFsPath(from), { throwIfNoEntry: false })
    if (stats === undefined || !(stats.isFile() || stats.isSymbolicLink())) return
    mkdirSync(toFsPath(dirname(to)), { recursive: true })
    if (stats.isSymbolicLink()) symlinkSync(readlinkSync(toFsPath(from), 'buffer'), toFsPath(to))
    else copyFileSync(toFsPath(from), toFsPath(to), constants.COPYFILE_FICLONE)
  } catch (error) {
    throw toFileError(error, from)
  }
}
