import { importUrl } from '@reprise/pipelines/importing'
import { RepriseError } from '@reprise/protocol'
import type { CommonOptions, Project } from '../../project/index.ts'
import { openProjectRemote } from '../../transferring/index.ts'
import { sendTo } from '../../transferring/send-to.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'

export interface ImportUrlOptions extends CommonOptions {
  readonly force?: boolean
  readonly exec: boolean
  readonly download: boolean
  readonly toRemote?: boolean
  readonly remote?: string
  readonly jobs?: number
}

export async function getAndTrack(project: Project, [url, out]: [string, string | undefined], options: ImportUrlOptions): Promise<void> {
  const { repository } = project
  const what = `failed to import ${url}. You could also try downloading it manually, and adding it with \`reprise add\`.`
  assertFit(options)
  const place = await withPrefix(what, async () => {
    await using store =
      options.toRemote === true ? await openProjectRemote(project, { name: options.remote, jobs: options.jobs }) : undefined
    return await importUrl(repository, url, {
      send: store === undefined ? undefined : sendTo(store, repository.signal),
      out,
      isForced: options.force,
      isNotExecuted: !options.exec,
      isNotDownloaded: !options.download,
      cmd: `reprise import-url ${url}`,
      onImport: (source, target) => project.say(`Importing '${source}' -> '${target}'`),
    })
  })
  if (project.isJson) project.printJson({ path: repository.show(place.path), file: repository.show(place.file) })
}

function assertFit({ toRemote, remote, exec, download }: ImportUrlOptions): void {
  if (toRemote === true && (!exec || !download))
    throw new RepriseError('INVALID_PARAMETER_VALUE', '--no-exec/--no-download/--version-aware cannot be combined with --to-remote')
  if (toRemote !== true && remote !== undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', "--remote can't be used without --to-remote")
}
