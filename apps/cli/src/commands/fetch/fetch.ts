import { RepriseError } from '@reprise/protocol'
import type { Project } from '../../project/index.ts'
import { fetchAll, tellSummary, type TransferCommandOptions } from '../../transferring/index.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'

export async function fetch(project: Project, [targets]: [string[]], options: TransferCommandOptions): Promise<void> {
  const done = await withPrefix('failed to fetch data from the cloud', () => fetchAll(project, targets, options))
  // `pull` says it of the data that lack them.
  if (done.damaged > 0)
    throw new RepriseError('DATA_LOSS', `failed to fetch data from the cloud - ${done.damaged} files are damaged in the remote`)
  tellSummary(project, { fetched: done.files }, options)
  if (project.isJson) project.printJson({ fetched: done.files, bytes: done.bytes })
}
