import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { passingFolders } from '../../passing-folders.ts'
import { makeTemporaryFolder } from '../../temporary-folders.ts'
import type { Repository } from './find-repository.ts'
import type { GitPlace } from './run-git.ts'

/**
 * A git folder of our own over the user's work tree: a configuration in which nothing is converted and no program named, a copy of
 * the user's index, and a place for new objects with the user's as alternate. So the user's repository is only read.
 */
export interface Shadow {
  readonly folder: string
  readonly place: ShadowPlace
  remove(): Promise<void>
}

/** For git, in the user's work tree with the shadow's git folder. */
export interface ShadowPlace extends GitPlace {
  /** Digits of an object id. */
  readonly idLength: number
}

/** Settings of the user that say how the file system behaves; without them git would see changes where there are none. */
const taken = [
  'core.filemode',
  'core.symlinks',
  'core.ignorecase',
  'core.precomposeunicode',
  'core.trustctime',
  'core.checkstat',
  'core.excludesfile',
]

/** Attributes in this file come before all others: bytes go in and out as they are. */
export const plainAttributes = '* -text -crlf -eol -filter -ident -working-tree-encoding !diff !merge\n'

/** Makes the shadow in a temporary folder. `ignoredFolders` are absolute paths. */
export async function createShadow(repository: Repository, ignoredFolders: readonly string[]): Promise<Shadow> {
  // Each of these takes microseconds, and longer when it has to wait for a thread: the command waits for all of them.
  const folder = makeTemporaryFolder('code')
  try {
    for (const part of ['objects/info', 'objects/pack', 'refs', 'info']) mkdirSync(join(folder, part), { recursive: true })
    writeFileSync(join(folder, 'HEAD'), `${repository.head?.commit ?? 'ref: refs/heads/main'}\n`)
    writeFileSync(join(folder, 'config'), printConfig(repository))
    writeFileSync(join(folder, 'info', 'attributes'), plainAttributes)
    writeFileSync(join(folder, 'objects', 'info', 'alternates'), `${quotePath(join(repository.commonFolder, 'objects'))}\n`)
    copyIfThere(join(repository.commonFolder, 'shallow'), join(folder, 'shallow'))
    copyIndex(repository.gitFolder, folder)
    writeExcludes(repository, folder, ignoredFolders)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  return {
    folder,
    place: {
      folder: repository.root,
      env: toShadowVariables(repository.place.env, { gitFolder: folder, workTree: repository.root }),
      idLength: repository.objectFormat === 'sha1' ? 40 : 64,
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}

/** An environment in which git knows only this git folder and this work tree, and no configuration but the folder's. */
export function toShadowVariables(env: GitPlace['env'], { gitFolder, workTree }: { gitFolder: string; workTree: string }): GitPlace['env'] {
  const kept = Object.entries(env).filter(([name]) => !/^GIT_CONFIG_(?:COUNT|KEY_|VALUE_)/.test(name))
  return {
    ...Object.fromEntries(kept),
    GIT_DIR: gitFolder,
    GIT_WORK_TREE: workTree,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
  }
}

/** What a repository of ours is configured with, so that bytes are never changed. */
export function printConfig({ objectFormat, config }: Pick<Repository, 'objectFormat' | 'config'>): string {
  const own = taken.flatMap((name) => {
    const value = config.get(name)
    return value === undefined ? [] : [`\t${name.slice('core.'.length)} = ${quoteValue(value)}`]
  })
  return [
    '[core]',
    `\trepositoryformatversion = ${objectFormat === 'sha1' ? 0 : 1}`,
    '\tbare = false',
    '\tautocrlf = false',
    '\tsafecrlf = false',
    '\tfsync = none',
    '\tattributesFile = /dev/null',
    '\thooksPath = /dev/null',
    '\tfsmonitor = false',
    '\tuntrackedCache = false',
    '\tsplitIndex = false',
    '\tlooseCompression = 1',
    ...own,
    '[index]\n\tsparse = false',
    '[pack]\n\tcompression = 6',
    '[gc]\n\tauto = 0',
    ...(objectFormat === 'sha1' ? [] : [`[extensions]\n\tobjectFormat = ${objectFormat}`]),
    '',
  ].join('\n')
}

/**
 * With the index comes what git knows of every file, so that only files that were touched are read. Its own time is part of that
 * knowledge: a file changed within the same moment is read again. The copy must not look younger, so it is made a little older.
 */
function copyIndex(gitFolder: string, folder: string): void {
  const index = join(gitFolder, 'index')
  const before = statSync(index, { throwIfNoEntry: false })
  if (before === undefined) return
  const shared = readdirSync(gitFolder).filter((name) => name.startsWith('sharedindex.'))
  for (const name of ['index', ...shared]) copyFileSync(join(gitFolder, name), join(folder, name))
  const older = (before.mtimeMs - 1) / 1000
  utimesSync(join(folder, 'index'), older, older)
}

/**
 * Untracked folders that are made again when they are missing, or that runs are logged to: taken into the tree, they would make it another
 * one at every run. A `.gitignore` may take them in again.
 */
const notCode = [...passingFolders, 'env_artifacts']
/** What servers keep for runs, by how it is laid out: `<folder>/<experiment>/<run>/artifacts`. */
const keptByServers = `/*/[0-9]*/${'[0-9a-f]'.repeat(32)}/artifacts/`

function writeExcludes({ root, commonFolder }: Repository, folder: string, ignoredFolders: readonly string[]): void {
  const exclude = join(commonFolder, 'info', 'exclude')
  const own = existsSync(exclude) ? readFileSync(exclude, 'latin1') : ''
  // Where the temporary folder lies in the work tree, what we put there is no part of the code either.
  const temporary = join(dirname(realpathSync(folder)), 'reprise-*')
  const patterns = [...ignoredFolders.map((path) => toPattern(root, path)), toPattern(root, temporary)?.replace(/\\\*$/, '*')]
  const lines = [...notCode.map((name) => `${name}/`), keptByServers, own, ...patterns.filter((pattern) => pattern !== undefined), '']
  writeFileSync(join(folder, 'info', 'exclude'), lines.join('\n'), 'latin1')
}

/** As git's patterns name one folder or file; nothing for one that is not in the work tree. */
function toPattern(root: string, path: string): string | undefined {
  const place = relative(root, path)
  if (place === '' || place.startsWith('..') || isAbsolute(place)) return undefined
  const parts = place.split(sep).map((part) =>
    Buffer.from(part)
      .toString('latin1')
      .replace(/[\\*?[\] ]/g, '\\$&'),
  )
  return ['', ...parts].join('/')
}

function copyIfThere(from: string, to: string): void {
  if (existsSync(from)) copyFileSync(from, to)
}

/** As git writes paths with odd characters in its alternates file. */
function quotePath(path: string): string {
  return `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`
}

function quoteValue(value: string): string {
  return `"${value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`
}
