import { realpathSync } from 'node:fs'
import { runGit, splitNul, toGitVariables, type Variables, type GitPlace } from '@reprise/capture/git'
import { RepriseError } from '@reprise/protocol/errors'
import { decodeName, relativeBelow } from '../paths/index.ts'
import { type CommitStore, openCommitTree } from './commit-tree.ts'
import { GitObjects } from './git-objects.ts'
import type { SourceTree } from './source-tree.ts'
import { openWorkTree } from './work-tree.ts'

/** The name of what is not committed. */
export const WORKSPACE = 'workspace'

/** Which revisions are meant, beside the work tree. */
export interface RevisionChoice {
  readonly revisions?: readonly string[]
  readonly allBranches?: boolean
  readonly allTags?: boolean
  readonly allCommits?: boolean
}

/** A commit, and the names by which it was asked for. */
export interface NamedCommit {
  readonly commit: string
  readonly names: readonly string[]
}

/** Reads a project as it was at commits of its git repository, without checking them out. Dispose of it to end git. */
export class RevisionReader implements Disposable {
  readonly #root: string
  readonly #place: GitPlace
  readonly #store: CommitStore
  readonly #objects: GitObjects

  /** @param root of the project, absolute; it may be a folder below the top of the repository */
  constructor(root: string, env: Variables) {
    this.#root = realpathSync(root)
    this.#place = { folder: this.#root, env: toGitVariables(env) }
    this.#objects = new GitObjects(this.#place)
    this.#store = { place: this.#place, objects: this.#objects, folders: new Map(), files: new Map() }
  }

  /** The project in the work tree. */
  workTree(): SourceTree {
    return openWorkTree(this.#root)
  }

  /**
   * The project at a revision; undefined where the project was not there yet.
   *
   * @throws RepriseError RESOURCE_DOES_NOT_EXIST `unknown Git revision 'NAME'`
   */
  async open(revision: string): Promise<SourceTree | undefined> {
    if (revision === WORKSPACE) return this.workTree()
    return openCommitTree(this.#store, await this.resolve(revision), await this.#prefix())
  }

  /** The commit that a revision means; a branch that only one remote has is found by its own name, too. */
  async resolve(revision: string): Promise<string> {
    const found = await this.#objects.read(`${revision}^{commit}`)
    if (found?.type === 'commit') return found.oid
    const remotes = await this.#references(`refs/remotes/*/${revision}`, 'objectname')
    const [only, ...others] = new Set(/[*?[\]]/.test(revision) ? [] : remotes)
    if (others.length > 0) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `ambiguous Git revision '${revision}'`)
    if (only !== undefined) return only
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `unknown Git revision '${revision}'`)
  }

  /** Whether there is a commit at all. */
  async hasCommits(): Promise<boolean> {
    return (await this.#objects.read('HEAD^{commit}')) !== undefined
  }

  /** The commits that are meant, each once with all of its names, in the order in which they were asked for. */
  async choose({ revisions = [], allBranches, allTags, allCommits }: RevisionChoice): Promise<NamedCommit[]> {
    const names = revisions.filter((name) => name !== WORKSPACE)
    if (allCommits === true) names.push(...(await this.#allCommits()))
    else {
      if (allBranches === true) names.push(...(await this.#references('refs/heads/', 'refname:lstrip=2')))
      if (allTags === true) names.push(...(await this.#references('refs/tags/', 'refname:lstrip=2')))
    }
    const byCommit = new Map<string, Set<string>>()
    for (const name of names) {
      const commit = await this.resolve(name)
      byCommit.set(commit, (byCommit.get(commit) ?? new Set()).add(name))
    }
    return [...byCommit].map(([commit, found]) => ({ commit, names: [...found] }))
  }

  /** The branch that is checked out; undefined where none is. */
  async activeBranch(): Promise<string | undefined> {
    const { code, stdout } = await runGit(this.#place, ['symbolic-ref', '--quiet', '--short', 'HEAD'])
    return code === 0 ? stdout.toString().trim() : undefined
  }

  /** Whether files that git knows differ from the last commit. */
  async isDirty(): Promise<boolean> {
    const { stdout } = await runGit(this.#place, ['status', '--porcelain', '--untracked-files=no'])
    return stdout.length > 0
  }

  /** Whether anything differs, and the files that git does not know, from the root of the project; those outside of it are left out. */
  async status(untracked: 'all' | 'no'): Promise<{ readonly isDirty: boolean; readonly untracked: readonly string[] }> {
    const { code, stdout, stderr } = await runGit(this.#place, ['status', '--porcelain', '-z', `--untracked-files=${untracked}`])
    if (code !== 0) throw new RepriseError('INTERNAL_ERROR', `git could not be asked: ${stderr}`)
    const lines = splitNul(stdout)
    const prefix = await this.#prefix()
    const start = prefix === '' ? '' : `${prefix}/`
    const found = lines.filter((line) => line.startsWith('?? ')).map((line) => decodeName(line.slice(3)))
    return {
      isDirty: lines.length > 0,
      untracked: found.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length)),
    }
  }

  [Symbol.dispose](): void {
    this.#objects[Symbol.dispose]()
  }

  async #references(pattern: string, field: string): Promise<string[]> {
    const { stdout } = await runGit(this.#place, ['for-each-ref', `--format=%(${field})`, pattern])
    return stdout
      .toString()
      .split('\n')
      .filter((line) => line !== '')
  }

  async #allCommits(): Promise<string[]> {
    const { stdout } = await runGit(this.#place, ['rev-list', '--date-order', 'HEAD', '--branches', '--remotes', '--tags'])
    return stdout
      .toString()
      .split('\n')
      .filter((line) => line !== '')
  }

  async #prefix(): Promise<string> {
    const { code, stdout } = await runGit(this.#place, ['rev-parse', '--show-toplevel'])
    const top = stdout.toString().replace(/\n$/, '')
    return code === 0 ? (relativeBelow(top, this.#root) ?? '') : ''
  }
}
