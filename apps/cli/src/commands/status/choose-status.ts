import type { Project } from '../../project/index.ts'
import { printRemoteStatus, type RemoteStatusOptions } from './remote-status.ts'
import { printStatus, type StatusOptions } from './status.ts'

/** What is not as it was recorded; with --cloud or --remote, what is not in the remote. */
export async function printStatusOrRemote(
  project: Project,
  args: [string[]],
  options: StatusOptions & RemoteStatusOptions,
): Promise<number> {
  const isRemote = options.cloud === true || options.remote !== undefined
  return isRemote ? printRemoteStatus(project, args, options) : printStatus(project, args, options)
}
