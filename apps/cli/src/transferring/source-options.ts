import { join } from 'node:path'
import type { SourceOptions } from '@reprise/pipelines/importing'
import { cacheFolderOf } from '../cache-folder.ts'
import type { Project } from '../project/index.ts'

/** How other repositories are opened: clones are kept in the user's cache. */
export function sourceOptions({ repository }: Pick<Project, 'repository'>): Omit<SourceOptions, 'revision'> {
  return {
    env: process.env,
    cwd: repository.cwd,
    clones: join(cacheFolderOf(process.env), 'clones'),
    workers: repository.workspace.workers,
  }
}
