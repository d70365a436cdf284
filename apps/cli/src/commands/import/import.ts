import { importFromRepository } from '@reprise/pipelines/importing'
import type { CommonOptions, Project } from '../../project/index.ts'
import { sourceOptions } from '../../transferring/source-options.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'

export interface ImportOptions extends CommonOptions {
  readonly out?: string
  readonly rev?: string
  readonly force?: boolean
  readonly download: boolean
  readonly exec: boolean
  readonly jobs?: number
}

export async function importData(
  project: Project,
  [url, path]: [string, string],
  { out, rev, force, download, exec, jobs }: ImportOptions,
): Promise<void> {
  const { repository } = project
  const place = await withPrefix(`failed to import '${path}' from '${url}'.`, () =>
    importFromRepository(
      repository,
      { url, path },
      {
        ...sourceOptions(project),
        out,
        revision: rev,
        isForced: force,
        isNotDownloaded: !download || !exec,
        remote: { jobs },
        cmd: `reprise import ${url} ${path}`,
        onImport: (source, target) => project.say(`Importing '${source}' -> '${target}'`),
      },
    ),
  )
  if (project.isJson) project.printJson({ path: repository.show(place.path), file: repository.show(place.file) })
}
