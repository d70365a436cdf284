import { isRepositoryImport, type Stage } from '@reprise/pipelines/graph'
import { bringImport, bringRepositoryImport } from '@reprise/pipelines/importing'
import type { Project } from '../project/index.ts'
import { sourceOptions } from '../transferring/source-options.ts'

/** Gets imports again that `repro` finds changed. */
export function createBringIn(project: Project): (stage: Stage) => Promise<void> {
  const { repository } = project
  const onImport = (source: string, target: string): void => project.say(`Importing '${source}' -> '${target}'`)
  return (stage) =>
    isRepositoryImport(stage)
      ? bringRepositoryImport(repository, stage, { ...sourceOptions(project), onImport })
      : bringImport(repository, stage, { cmd: 'reprise repro', onImport })
}
