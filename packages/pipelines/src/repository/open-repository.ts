import { readFileSync, realpathSync } from 'node:fs'
import { relative } from 'node:path'
import type { Variables } from '@reprise/capture/git'
import { openWorkspace, type Workspace } from '../checkout/index.ts'
import type { CheckedConfig, Setting } from '../config/index.ts'
import { parseLinkTypes } from '../links/index.ts'
import { type Git, type GitIgnored, ignoreOwnFiles, layoutOf, openGit, openGitIgnored, type ProjectLayout } from '../project/index.ts'
import { configPaths, readConfigs } from './config-files.ts'
import { GitChanges } from './git-changes.ts'
import { RepositoryTurn } from './repository-turn.ts'

/** A project that is worked on. What is not used is not opened. */
export interface Repository extends AsyncDisposable {
  /** Absolute, without links. */
  readonly root: string
  /** The folder that paths on the command line count from, absolute, without links. */
  readonly cwd: string
  readonly layout: ProjectLayout
  /** All levels of it, checked, paths absolute. */
  readonly config: CheckedConfig
  /** The environment of the user. */
  readonly env: Variables
  /** Aborts when the user wants the command to end. */
  readonly signal: AbortSignal
  readonly workspace: Workspace
  readonly turn: RepositoryTurn
  readonly changes: GitChanges
  /** Undefined with `core.no_scm`, and where there is no git. */
  git(): Promise<Git | undefined>
  /** Opens what git says of files of the project, with `core.no_scm` undefined. Dispose of it. */
  readonly openGitIgnored: (() => GitIgnored) | undefined
  /** An option such as `core`, `autostage`. */
  setting(section: string, option: string): Setting | undefined
  /** A path as it is told of: from {@link cwd}. */
  show(path: string): string
  /** Tells the user, in DVC's words, of what was found and does not end the command. */
  warn(message: string): void
}

export interface RepositoryOptions {
  readonly root: string
  readonly cwd: string
  readonly env: Variables
  /** Folder outside of any repository that remembers digests. */
  readonly memoryFolder: string
  readonly signal: AbortSignal
  /** Waits for other processes for as long as it takes. */
  readonly waitsForLock?: boolean | undefined
  readonly onWarning?: ((message: string) => void) | undefined
}

/** Opens a project. Dispose of it to let go of its lock and to save what was learnt. Throws INVALID_PARAMETER_VALUE for a wrong configuration. */
export async function openRepository(options: RepositoryOptions): Promise<Repository> {
  const { env, memoryFolder, signal, waitsForLock } = options
  const root = realpathSync(options.root)
  const cwd = realpathSync(options.cwd)
  const layout = layoutOf(root)
  const config = readConfigs(configPaths(env, layout))
  const setting = (section: string, option: string): Setting | undefined => config.sections.get(section)?.get(option)
  let foundGit: Promise<Git | undefined> | undefined
  const git = (): Promise<Git | undefined> =>
    (foundGit ??= setting('core', 'no_scm') === true ? Promise.resolve(undefined) : openGit(root, { env }))
  let workspace: Workspace | undefined
  const turn = new RepositoryTurn(layout.temporary, { wait: waitsForLock, isHardlink: setting('core', 'hardlink_lock') === true, signal })
  if (!ignoresOwnFiles(layout)) await ignoreAgain(layout, await git())
  return {
    root,
    cwd,
    layout,
    config,
    env,
    signal,
    turn,
    git,
    openGitIgnored: setting('core', 'no_scm') === true ? undefined : () => openGitIgnored(root, { env, git }),
    setting,
    changes: new GitChanges(git),
    warn: (message) => options.onWarning?.(message),
    show: (path) => relative(cwd, path) || '.',
    get workspace() {
      return (workspace ??= openData({ root, memoryFolder }, setting))
    },
    async [Symbol.asyncDispose]() {
      turn.release()
      await workspace?.[Symbol.asyncDispose]()
    },
  }
}

function openData(
  { root, memoryFolder }: { readonly root: string; readonly memoryFolder: string },
  setting: Repository['setting'],
): Workspace {
  const folder = setting('cache', 'dir')
  const types = setting('cache', 'type')
  const links = types === undefined ? undefined : parseLinkTypes(Array.isArray(types) ? types.join(',') : String(types))
  const cacheFolder = typeof folder === 'string' ? folder : undefined
  return openWorkspace({ root, cacheFolder, links, isShared: setting('cache', 'shared') === 'group', memoryFolder })
}

/** Asked of the file itself, since asking git on every command takes longer than many commands. */
function ignoresOwnFiles({ gitignore }: ProjectLayout): boolean {
  try {
    const lines = readFileSync(gitignore, 'utf8').split('\n')
    return ['/config.local', '/tmp', '/cache'].every((line) => lines.includes(line))
  } catch {
    return false
  }
}

async function ignoreAgain(layout: ProjectLayout, git: Git | undefined): Promise<void> {
  if (git !== undefined) await ignoreOwnFiles(git, layout)
}
