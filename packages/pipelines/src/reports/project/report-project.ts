import { posix, relative, resolve, sep } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { StageFiles } from '../../graph/index.ts'
import type { Repository } from '../../repository/index.ts'
import { RevisionReader, type SourceTree, WORKSPACE } from '../../revisions/index.ts'
import { toFileProblem } from '../file-problem.ts'
import { RevisionFiles } from './revision-files.ts'
import type { RevisionResults } from '../values/index.ts'

/** A project whose revisions are compared. Dispose of it to end git. */
export class ReportProject implements Disposable {
  readonly repository: Repository
  readonly revisions: RevisionReader

  constructor(repository: Repository) {
    this.repository = repository
    this.revisions = new RevisionReader(repository.root, repository.env)
  }

  /**
   * The files of a revision; undefined where the project was not there yet.
   *
   * @throws RepriseError RESOURCE_DOES_NOT_EXIST for no revision, INVALID_PARAMETER_VALUE for what can not be read
   */
  async open(revision: string): Promise<RevisionFiles | undefined> {
    const tree = await this.revisions.open(revision)
    return tree === undefined ? undefined : this.#openTree(tree)
  }

  /** Whether there is a git repository with a commit. */
  async hasCommits(): Promise<boolean> {
    return (await this.repository.git()) !== undefined && this.revisions.hasCommits()
  }

  /** Files of revisions, by name; one that can not be read is told of and does not hide the others. */
  async readEach(
    names: readonly string[],
    read: (files: RevisionFiles) => RevisionResults['files'] & object,
    onFailure: (revision: string, error: RepriseError) => void,
  ): Promise<Map<string, RevisionResults>> {
    const results = new Map<string, RevisionResults>()
    for (const name of names) {
      const tree = await this.revisions.open(name.split(',')[0] ?? name)
      if (tree === undefined) continue
      try {
        results.set(name, { files: read(await this.#openTree(tree)) })
      } catch (error) {
        if (!(error instanceof RepriseError)) throw error
        onFailure(name, error)
        results.set(name, { error: toFileProblem(error, 'dvc.yaml') })
      }
    }
    return results
  }

  /** A path as the user gave it, as one from the root of the project; one that leads out of it is refused. */
  locate(path: string): string {
    const below = relative(this.repository.root, resolve(this.repository.cwd, path)).split(sep).join('/')
    if (below === '..' || below.startsWith('../')) {
      throw new RepriseError('INVALID_PARAMETER_VALUE', `'${path}' is outside of the project '${this.repository.root}'.`)
    }
    return below
  }

  /** A path from the root as the user is told of it. */
  show(path: string): string {
    const folder = relative(this.repository.root, this.repository.cwd).split(sep).join('/')
    return posix.relative(`/${folder}`, `/${path}`) || '.'
  }

  [Symbol.dispose](): void {
    this.revisions[Symbol.dispose]()
  }

  async #openTree(tree: SourceTree): Promise<RevisionFiles> {
    const { root, workspace, openGitIgnored } = this.repository
    const files = { root, tree, parsing: this.#parsing() }
    return RevisionFiles.open(new StageFiles(tree.revision === WORKSPACE ? { ...files, openGitIgnored } : files), workspace.cache)
  }

  #parsing(): { bool?: 'boolean_optional'; list?: 'append' } {
    const { repository } = this
    return {
      ...(repository.setting('parsing', 'bool') === 'boolean_optional' ? { bool: 'boolean_optional' } : {}),
      ...(repository.setting('parsing', 'list') === 'append' ? { list: 'append' } : {}),
    }
  }
}
