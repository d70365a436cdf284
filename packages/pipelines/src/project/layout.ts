import { join } from 'node:path'

/** Where things of a project are; absolute paths. */
export interface ProjectLayout {
  readonly root: string
  readonly dvc: string
  readonly config: string
  /** Not in git. */
  readonly localConfig: string
  readonly gitignore: string
  readonly dvcignore: string
  readonly temporary: string
  readonly lock: string
  /** The cache where `cache.dir` says nothing. */
  readonly defaultCache: string
}

export function layoutOf(root: string): ProjectLayout {
  const dvc = join(root, '.dvc')
  const temporary = join(dvc, 'tmp')
  return {
    root,
    dvc,
    config: join(dvc, 'config'),
    localConfig: join(dvc, 'config.local'),
    gitignore: join(dvc, '.gitignore'),
    dvcignore: join(root, '.dvcignore'),
    temporary,
    lock: join(temporary, 'lock'),
    defaultCache: join(dvc, 'cache'),
  }
}
