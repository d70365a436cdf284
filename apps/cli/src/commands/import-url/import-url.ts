import { importUrl } from '@reprise/pipelines'
import type { CommonOptions, Project } from '../../project/index.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'

export interface ImportUrlOptions extends CommonOptions {
  readonly force?: boolean
  readonly exec: boolean
  readonly download: boolean
}

export async function getAndTrack(project: Project, [url, out]: [string, string | undefined], options: ImportUrlOptions): Promise<void> {
  const { repository } = project
  const what = `failed to import ${url}. You could also try downloading it manually, and adding it with \`reprise add\`.`
  const place = await withPrefix(what, () =>
    importUrl(repository, url, {
      out,
      isForced: options.force,
      isNotExecuted: !options.exec,
      isNotDownloaded: !options.download,
      cmd: `reprise import-url ${url}`,
      onImport: (source, target) => project.say(`Importing '${source}' -> '${target}'`),
    }),
  )
  if (project.isJson) project.printJson({ path: repository.show(place.path), file: repository.show(place.file) })
}
