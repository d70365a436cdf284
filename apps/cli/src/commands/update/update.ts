import { updateImports, updateRepositoryImport } from '@reprise/pipelines/importing'
import type { CommonOptions, Project } from '../../project/index.ts'
import { sourceOptions } from '../../transferring/source-options.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'

export interface UpdateOptions extends CommonOptions {
  readonly rev?: string
  readonly recursive?: boolean
  readonly download: boolean
  readonly jobs?: number
}

export async function update(project: Project, [targets]: [string[]], { rev, recursive, download, jobs }: UpdateOptions): Promise<void> {
  const { repository } = project
  const onImport = (source: string, target: string): void => project.say(`Importing '${source}' -> '${target}'`)
  const written = await withPrefix('failed update data', () =>
    updateImports(repository, targets, {
      revision: rev,
      isRecursive: recursive,
      isNotDownloaded: !download,
      cmd: `reprise update ${targets.join(' ')}`,
      onImport,
      onUnchanged: (file) => project.say(`'${file}' didn't change, skipping`),
      updateRepositoryImport: (stage, place) =>
        updateRepositoryImport(
          repository,
          { stage, place },
          { ...sourceOptions(project), remote: { jobs }, revision: rev, isNotDownloaded: !download, onImport },
        ),
    }),
  )
  if (project.isJson) project.printJson({ updated: written.map(repository.show) })
}
