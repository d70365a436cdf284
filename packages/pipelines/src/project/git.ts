import { lstatSync, existsSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { type GitAnswer, runGit, splitNul, toGitVariables, type Variables } from '@reprise/capture/git'
import { RepriseError } from '@reprise/protocol/errors'
import { decodeName, relativeBelow } from '../paths/index.ts'

/** Paths in a command line: with 4 kB each, a quarter of what Linux takes. */
const ARGUMENTS = 128

/** The git repository around a project. Paths are absolute. */
export interface Git {
  /** The top of the work tree, without links. */
  readonly root: string
  /** Whether a file, or a file below a folder, is in the index. */
  isTracked(path: string): Promise<boolean>
  /** Which of some paths git's patterns ignore, whatever is in the index; a folder that is there counts as one. */
  findIgnored(paths: readonly string[]): Promise<Set<string>>
  /**
   * Asks about many paths in two goes: what `isTracked` and `findIgnored` say next of each of them is what is so now. For those who are about to ask
   * of one after the other and change nothing of it in between.
   */
  foresee(paths: readonly string[]): Promise<void>
  /** The paths in the index at a folder or below it. */
  listTracked(folder: string): Promise<string[]>
  /** `git add`, also of files that went; of those that git has never had, nothing is left to be said. */
  stage(paths: readonly string[]): Promise<void>
}

/** Opens the repository that a folder is in; with `isTop`, only one whose top it is. Undefined where there is none, or no git. */
export async function openGit(
  folder: string,
  options: { readonly env: Variables; readonly isTop?: boolean | undefined },
): Promise<Git | undefined> {
  const env = toGitVariables(options.env)
  const real = realpathSync(folder)
  if (!isBelowGit(real)) return undefined
  const answer = await runGit({ folder: real, env }, ['rev-parse', '--show-toplevel'])
  if (answer.code !== 0) return undefined
  const root = answer.stdout.toString().replace(/\n$/, '')
  return options.isTop === true && root !== real ? undefined : new GitRepository(root, env)
}

/** Whether there may be a repository, for one process less where there is none: git is not told of one by variables here. */
export function isBelowGit(folder: string): boolean {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, '.git'))) return true
    if (dirname(above) === above) return false
  }
}

class GitRepository implements Git {
  readonly root: string
  readonly #env: Variables
  readonly #foreseen = { tracked: new Map<string, boolean>(), ignored: new Map<string, boolean>() }

  constructor(root: string, env: Variables) {
    this.root = root
    this.#env = env
  }

  async foresee(paths: readonly string[]): Promise<void> {
    const { tracked, ignored } = this.#foreseen
    tracked.clear()
    ignored.clear()
    const known = new Map<string, string>()
    for (const path of paths) {
      const below = this.#below(path)
      if (below !== undefined && below !== '') known.set(below, path)
    }
    if (known.size < 2) return
    for (const path of known.values()) tracked.set(path, false)
    for (const names of inParts([...known.keys()])) {
      const { stdout } = await this.#run(['ls-files', '-z', '--cached', '--', ...names])
      for (const name of splitNul(stdout)) {
        for (const above of withFoldersAbove(decodeName(name))) {
          const path = known.get(above)
          if (path !== undefined) tracked.set(path, true)
        }
      }
    }
    const found = await this.findIgnored([...known.values()])
    for (const path of known.values()) ignored.set(path, found.has(path))
  }

  async isTracked(path: string): Promise<boolean> {
    const foreseen = take(this.#foreseen.tracked, path)
    if (foreseen !== undefined) return foreseen
    const below = this.#below(path)
    if (below === undefined) return false
    const { stdout } = await this.#run(['ls-files', '-z', '--cached', '--', below === '' ? '.' : below])
    return stdout.length > 0
  }

  async findIgnored(paths: readonly string[]): Promise<Set<string>> {
    const [first = '', ...others] = paths
    const foreseen = others.length === 0 ? take(this.#foreseen.ignored, first) : undefined
    if (foreseen !== undefined) return new Set(foreseen ? [first] : [])
    const asked = new Map<string, string>()
    for (const path of paths) {
      const below = this.#below(path)
      if (below !== undefined && below !== '') asked.set(`./${below}${isFolder(path) ? '/' : ''}`, path)
    }
    if (asked.size === 0) return new Set()
    const stdin = Buffer.from([...asked.keys()].join('\0') + '\0')
    // This command takes no literal pathspecs; a path that begins with a dot is one.
    const env = { ...this.#env, GIT_LITERAL_PATHSPECS: '0' }
    const answer = await runGit({ folder: this.root, env }, ['check-ignore', '--no-index', '-z', '--stdin'], { stdin })
    if (answer.code === null) throw gitFailed(answer)
    // Of a path in a submodule or behind a link git says nothing else of any path, and nothing is ignored there.
    if (answer.code > 1) return asked.size === 1 ? new Set() : this.#findIgnoredEach([...asked.values()])
    return new Set(splitNul(answer.stdout).flatMap((name) => asked.get(decodeName(name)) ?? []))
  }

  async #findIgnoredEach(paths: readonly string[]): Promise<Set<string>> {
    const found = new Set<string>()
    for (const path of paths) for (const ignored of await this.findIgnored([path])) found.add(ignored)
    return found
  }

  async listTracked(folder: string): Promise<string[]> {
    const below = this.#below(folder)
    if (below === undefined) return []
    const { stdout } = await this.#run(['ls-files', '-z', '--cached', '--', below === '' ? '.' : below])
    return splitNul(stdout).map((name) => `${this.root}${sep}${decodeName(name)}`)
  }

  async stage(paths: readonly string[]): Promise<void> {
    const known: string[] = []
    for (const path of paths) if (isThere(path) || (await this.isTracked(path))) known.push(this.#below(path) ?? relative(this.root, path))
    if (known.length > 0) await this.#run(['add', '--', ...known])
  }

  /** Also of a path that leads to the work tree by a link. */
  #below(path: string): string | undefined {
    return relativeBelow(this.root, path) ?? relativeBelow(this.root, join(realFolder(dirname(path)), basename(path)))
  }

  async #run(args: readonly string[]): Promise<GitAnswer> {
    const answer = await runGit({ folder: this.root, env: this.#env }, args)
    if (answer.code !== 0) throw gitFailed(answer)
    return answer
  }
}

function take(answers: Map<string, boolean>, path: string): boolean | undefined {
  const answer = answers.get(path)
  answers.delete(path)
  return answer
}

/** As many as fit into a command line for sure. */
function* inParts(names: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < names.length; at += ARGUMENTS) yield names.slice(at, at + ARGUMENTS)
}

function* withFoldersAbove(path: string): Generator<string> {
  yield path
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) yield path.slice(0, slash)
}

function gitFailed({ stderr, trouble, code }: GitAnswer): RepriseError {
  return new RepriseError('INTERNAL_ERROR', `git could not be asked (${trouble ?? code}): ${stderr}`)
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  } catch {
    return false
  }
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}
