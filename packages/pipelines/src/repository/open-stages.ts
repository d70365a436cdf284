import { join } from 'node:path'
import { StageFiles, type StageFilesOptions } from '../graph/index.ts'
import type { Repository } from './open-repository.ts'
import { openWorkTree } from '../revisions/index.ts'
import type { ParsingOptions } from '../templating/index.ts'

/** The stages of the work tree of a project. */
export function openStages(repository: Repository, options: Pick<StageFilesOptions, 'onError'> = {}): StageFiles {
  const { root } = repository
  return new StageFiles({
    root,
    tree: openWorkTree(root),
    show: (path) => showAt(repository, path),
    parsing: parsingOf(repository),
    onError: options.onError,
    openGitIgnored: repository.openGitIgnored,
  })
}

/** A path from the root as it is told of; those that lead out of the project are absolute. */
export function showAt(repository: Repository, path: string): string {
  return repository.show(path.startsWith('/') ? path : join(repository.root, path))
}

export function parsingOf({ setting }: Repository): ParsingOptions {
  const [bool, list] = [setting('parsing', 'bool'), setting('parsing', 'list')]
  return {
    ...(bool === 'store_true' || bool === 'boolean_optional' ? { bool } : {}),
    ...(list === 'nargs' || list === 'append' ? { list } : {}),
  }
}
