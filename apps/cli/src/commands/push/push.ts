import type { Project } from '../../project/index.ts'
import { pushAll, tellSummary, type TransferCommandOptions } from '../../transferring/index.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'

export async function push(project: Project, [targets]: [string[]], options: TransferCommandOptions): Promise<void> {
  const done = await withPrefix('failed to push data to the cloud', () => pushAll(project, targets, options))
  tellSummary(project, { pushed: done.files }, options)
  if (project.isJson) project.printJson({ pushed: done.files, bytes: done.bytes })
}
